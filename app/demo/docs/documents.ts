// The documents of docs/. There is no other copy: each file is read when it is requested.
import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { cache } from "react";

export interface Document {
  /** Its path in docs/ without the ending: `migrate`, `decisions/0009-refresh-tokens-…`. */
  slug: string;
  title: string;
  /** In Markdown, as it is in the file. */
  text: string;
}

/** The order of the menu. A name that ends with a slash is a folder. Documents that are not listed come last. */
const groups: Record<string, string[]> = {
  "Before you choose": ["questions", "strategies", "compare"],
  "How it behaves": ["session-limits", "outages", "security", "programs"],
  "In production": ["deployment", "deploy/", "migrate"],
};
const OTHERS = "Going further";

export const hrefOf = (slug: string) => `/demo/docs/${slug}`;

/** Null if the document does not exist or only the build is deployed. */
export const readDocument = cache(async (slug: string): Promise<Document | null> => {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(slug)) return null;
  const text = await readFile(/* turbopackIgnore: true */ `docs/${slug}.md`, "utf8").catch(
    () => null,
  );
  if (text === null) return null;
  return { slug, title: /^# (.+)$/m.exec(text)?.[1] ?? slug, text };
});

const DECISIONS = "decisions/";

/** The slugs of all documents, sorted. */
async function listAll(): Promise<string[]> {
  const names = await readdir(/* turbopackIgnore: true */ "docs", { recursive: true }).catch(
    () => [],
  );
  return names
    .filter((name) => name.endsWith(".md") && !name.endsWith("README.md"))
    .map((name) => name.slice(0, -3))
    .sort();
}

export interface DocumentGroup {
  name: string;
  documents: { href: string; title: string }[];
}

/** The menu. The decisions are one entry in it. */
export const listDocuments = cache(async (): Promise<DocumentGroup[]> => {
  const slugs = (await listAll()).filter((slug) => !slug.startsWith(DECISIONS));
  const isIn = (slug: string, wanted: string) =>
    wanted === slug || wanted === slug.replace(/[^/]*$/, "");
  const expanded = Object.entries(groups).map(
    ([name, wanted]) =>
      [name, wanted.flatMap((one) => slugs.filter((slug) => isIn(slug, one)))] as const,
  );
  const listed = expanded.flatMap(([, found]) => found);
  const others = slugs.filter((slug) => !listed.includes(slug));
  const found = await Promise.all(
    [...expanded, [OTHERS, others] as const].map(async ([name, wanted]) => ({
      name,
      documents: await toEntries(wanted),
    })),
  );
  if ((await listDecisions()).length > 0)
    found.at(-1)?.documents.push({ href: hrefOf("decisions"), title: "Decisions" });
  return found.filter(({ documents }) => documents.length > 0);
});

export const listDecisions = async () =>
  toEntries((await listAll()).filter((slug) => slug.startsWith(DECISIONS)));

async function toEntries(slugs: string[]) {
  const documents = await Promise.all(slugs.map(readDocument));
  return documents.flatMap((document) =>
    document ? [{ href: hrefOf(document.slug), title: document.title }] : [],
  );
}

/**
 * The target of a link in the document `from`: another document, a page of the lab, or an external URL. Null for a file
 * that no page shows. `decisions/0009` is short for the decision with that number.
 */
export async function resolveLink(href: string, from: string): Promise<string | null> {
  if (/^(https?:|#)/.test(href)) return href;
  if (/^\/demo(\/[a-z-]+)?$/.test(href)) return href;
  const [path = "", hash] = href.split("#");
  const resolved = new URL(path, `file:///docs/${from}`).pathname.replace(/^\/docs\/(docs\/)?/, "");
  const slugs = await listAll();
  const wanted = resolved.replace(/\.md$/, "");
  const isNumber = /^decisions\/\d{4}$/.test(wanted);
  const slug = slugs.find((name) => name === wanted || (isNumber && name.startsWith(`${wanted}-`)));
  return slug ? hrefOf(slug) + (hash ? `#${hash}` : "") : null;
}
