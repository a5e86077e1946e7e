import { describe, expect, test } from "vitest";
import { stripRegions } from "../../scripts/keep/regions.mjs";
import { removeUnused, simplify } from "../../scripts/keep/simplify.mjs";

const facts = {
  values: new Map<string, { value: unknown } | { truthy: true }>([
    ["strategy.refresh", { value: null }],
    ["strategy.records", { truthy: true }],
    ["strategy.endNoticedWithin", { value: 0 }],
    ["env.REDIS_URL", { value: undefined }],
  ]),
  calls: new Map([["needsRefresh", { value: "no" }]]),
  unwrap: new Map([["refreshFirst", 1]]),
  objects: new Map([["SessionStrategy", "strategy"]]),
  members: new Set(["refreshToken"]),
  others: ["jwt"],
  replace: new Map([["strategies[env.AUTH_STRATEGY]", "database"]]),
};

/** Without the white space that the formatter decides about. */
const compact = (code: string) => code.replace(/\s+/g, " ").trim();
const kept = (code: string) => compact(simplify("lib/file.tsx", code, facts));

describe("a branch that is decided", () => {
  test.each([
    ["if (strategy.refresh) a(); else b();", "b();"],
    ["function f() { if (!strategy.records) return; go(); }", "function f() { go(); }"],
    ["function f() { if (strategy.records) return 1; return 2; }", "function f() { return 1; }"],
    ["const x = env.REDIS_URL ? one : two;", "const x = two;"],
    ["const x = strategy.refresh?.rotate(token) ?? null;", "const x = null;"],
    ["if (a && strategy.refresh) b(); c();", "c();"],
    ["if (a && strategy.records) b();", "if (a) b();"],
    ["const x = strategy.endNoticedWithin === 0 ? 'now' : 'later';", "const x = 'now';"],
    ["if ((await needsRefresh(strategy)) === 'due') a(); b();", "b();"],
    ["const x = [a, ...(strategy.refresh ? [b] : [])];", "const x = [a, ];"],
    ["const x = { a, ...(strategy.records && { b }) };", "const x = { a, b };"],
  ])("%s", (before, expected) => {
    expect(kept(before)).toBe(expected);
  });

  test("in JSX leaves no braces", () => {
    expect(kept("const x = <p>{strategy.refresh ? <b>one</b> : <i>two</i>}</p>;")).toBe(
      "const x = <p><i>two</i></p>;",
    );
    expect(kept("const x = <p>{strategy.refresh && <b>one</b>}</p>;")).toBe("const x = <p></p>;");
  });

  test("takes the comment above it along", () => {
    expect(kept("a();\n// With a refresh token.\nif (strategy.refresh) b();\nc();")).toBe(
      "a(); c();",
    );
  });
});

describe("what is known", () => {
  test("reaches a destructured strategy", () => {
    expect(kept("function f({ refresh }: SessionStrategy) { return refresh ? 1 : 2; }")).toBe(
      "function f({ }: SessionStrategy) { return 2; }",
    );
    expect(kept("const { refresh } = strategy; export const x = refresh ? 1 : 2;")).toBe(
      "export const x = 2;",
    );
  });

  test("reaches a constant that is made of it", () => {
    expect(kept("const has = strategy.refresh !== null; export const x = has ? 1 : 2;")).toBe(
      "export const x = 2;",
    );
  });

  test("names the strategy, and unwraps what only another one needs", () => {
    expect(kept("const s = strategies[env.AUTH_STRATEGY]; use(s);")).toBe(
      "const s = database; use(s);",
    );
    expect(kept("const GET = refreshFirst(strategy, handler); use(GET);")).toBe(
      "const GET = handler; use(GET);",
    );
  });

  test("takes members out of types and objects", () => {
    expect(kept("interface A { cookie: string; refreshToken?: string; }")).toBe(
      "interface A { cookie: string; }",
    );
  });

  test("changes nothing else", () => {
    const code =
      "if (strategy.name) a();\nconst x = env.DATABASE_URL ? 1 : 2;\nuse(x, y?.z ?? null);\n";
    expect(simplify("lib/file.ts", code, facts)).toBe(code);
  });
});

test("a declaration that only a decided branch used goes", () => {
  const code =
    "function only() {}\nfunction both() {}\nexport const x = strategy.refresh ? only() : both();";
  expect(kept(code)).toBe("function both() {} export const x = both();");
});

test("what was not used before is somebody's own business", () => {
  const code = "function early() {}\nexport const x = strategy.refresh ? 1 : 2;";
  expect(kept(code)).toContain("early");
  expect(compact(removeUnused("lib/file.ts", code))).not.toContain("early");
});

describe("regions", () => {
  const shape = { without: ["redis"], lost: ["refresh"] };
  const text =
    "a\n// #region redis\nb\n// #endregion\n<!-- #region audit -->\nc\n<!-- #endregion -->\nd";

  test("that are gone take their lines along, and the others lose their marks", () => {
    expect(stripRegions("file", text, shape)).toBe("a\nc\nd");
  });

  test("of two names go when both are gone", () => {
    const both =
      "// #region redis, refresh\na\n// #endregion\n// #region redis, audit\nb\n// #endregion";
    expect(stripRegions("file", both, shape)).toBe("b");
  });

  test("that do not end are a mistake", () => {
    expect(() => stripRegions("file", "// #region redis\na", shape)).toThrow("without #endregion");
    expect(() => stripRegions("file", "a\n// #endregion", shape)).toThrow("without #region");
  });
});
