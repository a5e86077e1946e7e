import { readdirSync, readFileSync } from "node:fs";
import { lexer, type Token, walkTokens } from "marked";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { listDecisions, listDocuments, readDocument, resolveLink } from "./documents";
import { idOf } from "./markdown";
import { parseSequence, toLines } from "./parse-sequence";
import { Sequence } from "./sequence";

const slugs = readdirSync("docs", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md") && !name.endsWith("README.md"))
  .map((name) => name.slice(0, -3));

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  walkTokens(lexer(text), (token) => {
    tokens.push(token);
  });
  return tokens;
}

test("every document is in the menu or among the decisions, by its own title", async () => {
  const groups = await listDocuments();
  const shown = [...groups.flatMap(({ documents }) => documents), ...(await listDecisions())];
  const wanted = [...slugs.map((slug) => `/demo/docs/${slug}`), "/demo/docs/decisions"];
  expect(shown.map(({ href }) => href).toSorted()).toEqual(wanted.toSorted());
  for (const { title } of shown) expect(title).not.toBe("");
});

describe.each(slugs)("%s", (slug) => {
  const text = readFileSync(`docs/${slug}.md`, "utf8");

  test("links to documents and places that exist", async () => {
    for (const token of tokensOf(text)) {
      if (token.type !== "link" || /^https?:/.test(token.href)) continue;
      const target = await resolveLink(token.href, slug);
      expect(target, token.href).not.toBeNull();
      const [path = "", id] = (target ?? "").split("#");
      if (!id) continue;
      const other = path
        ? readFileSync(`docs/${path.replace("/demo/docs/", "")}.md`, "utf8")
        : text;
      const ids = tokensOf(other).map((part) => (part.type === "heading" ? idOf(part.text) : ""));
      expect(ids, token.href).toContain(id);
    }
  });

  test("has diagrams that are drawn with all their texts", () => {
    for (const token of tokensOf(text)) {
      if (token.type !== "code" || token.lang !== "mermaid") continue;
      const html = renderToStaticMarkup(createElement(Sequence, { text: token.text }));
      const drawn = html
        .replace(/<svg[^>]*>/, "")
        .replace(/<[^>]*>/g, " ")
        .replace(/\s+/g, " ");
      const { steps, participants } = parseSequence(token.text);
      const said = steps.flatMap((step) => (step.kind === "end" ? [] : [step.text]));
      const escaped = (part: string) =>
        part.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/'/g, "&#x27;");
      for (const part of [...said, ...participants.map(({ name }) => name)])
        expect(drawn).toContain(escaped(part));
    }
  });
});

test("nothing outside docs/ is read", async () => {
  for (const slug of ["../package", "decisions/../../README", "/etc/passwd", "strategies.md", ""])
    expect(await readDocument(slug), slug).toBeNull();
  expect(await readDocument("strategies")).toMatchObject({ title: "JWT or session?" });
});

test("a link may contain the path of a document, the number of a decision, or a page of the lab", async () => {
  expect(await resolveLink("docs/migrate.md", "")).toBe("/demo/docs/migrate");
  expect(await resolveLink("decisions/0009", "outages")).toMatch(/^\/demo\/docs\/decisions\/0009-/);
  expect(await resolveLink("../outages.md#redis", "decisions/0010-x")).toBe(
    "/demo/docs/outages#redis",
  );
  expect(await resolveLink("/demo/choose", "strategies")).toBe("/demo/choose");
  expect(await resolveLink("../lib/env.ts", "strategies")).toBeNull();
});

test("a diagram with an unknown line is an error", () => {
  expect(() => parseSequence("sequenceDiagram\nloop every minute")).toThrow("loop every minute");
  expect(() => parseSequence("A->>B: hello")).toThrow("No participant");
});

test("long words stay whole, short ones share a line", () => {
  expect(toLines("one two incomprehensibilities x", 8)).toEqual([
    "one two",
    "incomprehensibilities",
    "x",
  ]);
});
