import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dropArguments, removeBindings } from "../../scripts/keep/bindings.mjs";
import { stripRegions } from "../../scripts/keep/regions.mjs";
import { capabilities, chosen, postgres, rooms } from "../../scripts/keep/rooms.mjs";
import { findDecided, removeUnused, simplify } from "../../scripts/keep/simplify.mjs";

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

describe("a branch with a known condition", () => {
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
    ["const x = a ? strategy.refresh : null;", "const x = null;"],
    ["for (const { a } of all) await needsRefresh(a); b();", "b();"],
  ])("%s", (before, expected) => {
    expect(kept(before)).toBe(expected);
  });

  test("in JSX is removed with its braces", () => {
    expect(kept("const x = <p>{strategy.refresh ? <b>one</b> : <i>two</i>}</p>;")).toBe(
      "const x = <p><i>two</i></p>;",
    );
    expect(kept("const x = <p>{strategy.refresh && <b>one</b>}</p>;")).toBe("const x = <p></p>;");
  });

  test("is removed with the comment above it", () => {
    expect(kept("a();\n// With a refresh token.\nif (strategy.refresh) b();\nc();")).toBe(
      "a(); c();",
    );
  });
});

describe("a known fact", () => {
  test("applies to a destructured strategy", () => {
    expect(kept("function f({ refresh }: SessionStrategy) { return refresh ? 1 : 2; }")).toBe(
      "function f({ }: SessionStrategy) { return 2; }",
    );
    expect(kept("const { refresh } = strategy; export const x = refresh ? 1 : 2;")).toBe(
      "export const x = 2;",
    );
  });

  test("applies to a constant that is computed from it", () => {
    expect(kept("const has = strategy.refresh !== null; export const x = has ? 1 : 2;")).toBe(
      "export const x = 2;",
    );
  });

  test("removes a React element, or keeps only its children", () => {
    const elements = new Map<string, "children" | "nothing">([
      ["Gone", "nothing"],
      ["Around", "children"],
    ]);
    const left = (code: string) => compact(simplify("lib/file.tsx", code, { ...facts, elements }));
    expect(left("const x = <p><Gone />a</p>;")).toBe("const x = <p>a</p>;");
    expect(left("const x = <p>{a ? null : <Gone />}b</p>;")).toBe("const x = <p>b</p>;");
    expect(left("const x = <Around id={id}><b>a</b></Around>;")).toBe("const x = <b>a</b>;");
    expect(left("const x = <Around><b>a</b><i>b</i></Around>;")).toBe(
      "const x = <><b>a</b> <i>b</i></>;",
    );
  });

  test('knows that orUnknown gives no more "unknown"', () => {
    const never = new Set(["unknown"]);
    const unwrap = new Map([["orUnknown", 0]]);
    const code =
      "const a = await orUnknown(() => ask()); export const x = a === 'unknown' ? 1 : a;";
    expect(compact(simplify("lib/file.ts", code, { ...facts, never, unwrap }))).toBe(
      "const a = await ask(); export const x = a;",
    );
    expect(kept("export const x = a === 'unknown' ? 1 : a;")).toContain("unknown");
  });

  test("replaces the strategy's name, and unwraps calls that only another strategy needs", () => {
    expect(kept("const s = strategies[env.AUTH_STRATEGY]; use(s);")).toBe(
      "const s = database; use(s);",
    );
    expect(kept("const GET = refreshFirst(strategy, handler); use(GET);")).toBe(
      "const GET = handler; use(GET);",
    );
    expect(kept("use(await refreshFirst(strategy, async () => (await end()) ?? 1));")).toBe(
      "use(((await end()) ?? 1));",
    );
  });

  test("removes members from types and objects", () => {
    expect(kept("interface A { cookie: string; refreshToken?: string; }")).toBe(
      "interface A { cookie: string; }",
    );
  });

  test("does not change other code", () => {
    const code =
      "if (strategy.name) a();\nconst x = env.DATABASE_URL ? 1 : 2;\nuse(x, y?.z ?? null);\n";
    expect(simplify("lib/file.ts", code, facts)).toBe(code);
  });
});

test("a declaration that only a removed branch used is removed", () => {
  const code =
    "function only() {}\nfunction both() {}\nexport const x = strategy.refresh ? only() : both();";
  expect(kept(code)).toBe("function both() {} export const x = both();");
});

test("an unused result of a call is removed, and the call stays", () => {
  const code =
    "async function f() { const { a } = await insert(); if (strategy.refresh) b(a); } export const x = f;";
  expect(kept(code)).toBe("async function f() { await insert(); } export const x = f;");
});

test("a declaration that was unused before is not removed", () => {
  const code = "function early() {}\nexport const x = strategy.refresh ? 1 : 2;";
  expect(kept(code)).toContain("early");
  expect(compact(removeUnused("lib/file.ts", code))).not.toContain("early");
});

describe("regions", () => {
  const shape = { without: ["redis"], lost: ["refresh"] };
  const text =
    "a\n// #region redis\nb\n// #endregion\n<!-- #region audit -->\nc\n<!-- #endregion -->\nd";

  test("of removed rooms are deleted, and the others lose their markers", () => {
    expect(stripRegions("file", text, shape)).toBe("a\nc\nd");
  });

  test("with two names are deleted when both are removed", () => {
    const both =
      "// #region redis, refresh\na\n// #endregion\n// #region redis, audit\nb\n// #endregion";
    expect(stripRegions("file", both, shape)).toBe("b");
  });

  test("without an end cause an error", () => {
    expect(() => stripRegions("file", "// #region redis\na", shape)).toThrow("without #endregion");
    expect(() => stripRegions("file", "a\n// #endregion", shape)).toThrow("without #region");
  });
});

test("a comment `without NAME: TEXT` becomes TEXT if NAME is removed, and is deleted otherwise", () => {
  const text = "  // without redis: one\n# without audit: two\n{/* without refresh: <b>3</b> */}";
  expect(stripRegions("file", text, { without: ["redis"], lost: ["refresh"] })).toBe(
    "  one\n<b>3</b>",
  );
});

test("a comment `kept: TEXT` becomes TEXT", () => {
  const text = "{/* kept: <Page /> */}\n<!-- kept: A sentence. -->\n// kept: const a = 1;";
  expect(stripRegions("file", text, { without: [], lost: [] })).toBe(
    "<Page />\nA sentence.\nconst a = 1;",
  );
});

test.each(Object.entries({ ...rooms, ...capabilities, chosen, postgres }))(
  "the paths of %s exist",
  (_name, { paths }: { paths: string[] }) => {
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  },
);

describe("code that has become useless", () => {
  test("an empty if and a call that does nothing are removed", () => {
    const source = "async function f() {\n  if (a) await needsRefresh(b);\n  return 1;\n}\n";
    const nothing = { ...facts, calls: new Map([["needsRefresh", { value: undefined }]]) };
    expect(simplify("lib/a.ts", source, nothing)).toBe("async function f() {\n  return 1;\n}\n");
  });

  test("the result of a function that now always returns the same value is inlined", () => {
    const source = "export function f(a: string) { return null; }";
    expect(findDecided("lib/a.ts", source, "other")).toEqual([["f", { value: null }]]);
    expect(findDecided("lib/a.ts", source, source)).toEqual([]);
  });

  test("an unused parameter is removed with its argument", () => {
    const source = "function f(a: string, b: number) { return b; }";
    const { text, dropped } = removeBindings(
      "lib/a.ts",
      source,
      [source.indexOf("a:")],
      () => true,
    );
    expect(text).toBe("function f(b: number) { return b; }");
    expect(dropped).toEqual([{ name: "f", index: 0, isExported: false }]);
    expect(dropArguments("lib/b.ts", "f(x, 1); g(x);", "f", 0)).toBe("f(1); g(x);");
  });

  test("the unused last parameter of a method is removed", () => {
    const source = "const a = { f(a: string, b: number) { return a; } };";
    expect(removeBindings("lib/a.ts", source, [source.indexOf("b:")], () => false).text).toBe(
      "const a = { f(a: string) { return a; } };",
    );
  });

  test("a variable that is never read is removed with its assignments", () => {
    const source = "let a: string | undefined; function f(b: string) { a = b; g(); }";
    expect(compact(removeBindings("lib/a.ts", source, [4], () => false).text)).toBe(
      "function f(b: string) { g(); }",
    );
  });

  test("a parameter of a function that is used as a value is removed only if it is the last one", () => {
    const source = "function f(a: string, b: number) { return 1; }";
    const spots = [source.indexOf("a:"), source.indexOf("b:")];
    const never = () => false;
    expect(removeBindings("lib/a.ts", source, spots.slice(0, 1), never).text).toBe(source);
    expect(removeBindings("lib/a.ts", source, spots, never).text).toBe(
      "function f(a: string) { return 1; }",
    );
  });
});
