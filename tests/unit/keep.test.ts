import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dropArguments, removeBindings } from "../../scripts/keep/bindings.mjs";
import { dropCommentMentions } from "../../scripts/keep/comments.mjs";
import { dropMentions, dropOnly, replaceTexts } from "../../scripts/keep/docs.mjs";
import { stripRegions } from "../../scripts/keep/regions.mjs";
import { capabilities, chosen, postgres, rooms } from "../../scripts/keep/rooms.mjs";
import { readShape } from "../../scripts/keep/shape.mjs";
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

describe("a choice that cannot be made is refused, with the remedy", () => {
  test.each([
    ["", /Which strategy\? → npm run keep/],
    ["nothing", /Which strategy\?/],
    ["jwt hybrid", /Which strategy\?/],
    ["jwt --nope", /Unknown option '--nope'.* → npm run keep/],
    ["jwt --without attic", /no room attic → use all or demo, /],
    ["jwt --with attic", /--with takes only demo.* → remove attic/],
    ["jwt --with demo --without demo", /contradict each other → remove one/],
    ["database --redis --without redis", /contradict each other → remove one/],
    ["jwt --redis", /jwt asks none → remove --redis/],
    ["database --no-database", /--no-database works only with jwt/],
    ["jwt --no-database --with demo", /--no-database works only with jwt/],
  ])("%s", (line, message) => {
    expect(() => readShape(line.split(" ").filter(Boolean))).toThrow(message);
  });

  test("and others are read", () => {
    const { strategy, without, others } = readShape(["database", "--redis", "--without", "audit"]);
    expect({ strategy, without }).toEqual({
      strategy: "database",
      without: ["audit", "bench", "demo"],
    });
    expect(others).not.toContain("database");
  });
});

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

  test("still awaits the call in an unwrapped async function", () => {
    const unwrap = new Map([["ignoreCopies", 0]]);
    const left = (code: string) =>
      compact(simplify("lib/file.ts", code, { ...facts, unwrap })).replaceAll(/[()]/g, "");
    expect(left("await ignoreCopies(async () => end?.all(id));")).toBe("await end?.allid;");
    expect(left("const a = await ignoreCopies(async () => 1);")).toBe("const a = 1;");
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

  test("a function that only calls itself is removed", () => {
    const source =
      "function f(n: number): number { return n && f(n - 1); }\nexport const x = strategy.refresh ? f(3) : 2;";
    expect(kept(source)).toBe("export const x = 2;");
  });

  test("a condition that is always true is removed from an `and`", () => {
    expect(kept("const x = a < 4 && !strategy.refresh; use(x);")).toBe("const x = a < 4; use(x);");
  });
});

describe("the documentation", () => {
  const goneIn = (text: string) => (/Redis|REDIS_URL/.test(text) ? ["redis"] : []);
  const left = (...lines: string[]) => dropMentions(lines.join("\n"), goneIn).trimEnd().split("\n");

  test("loses the sentences that name what was removed, and those that refer to them", () => {
    expect(left("One. Set `REDIS_URL`", "to use it. It must be near. Two.")).toEqual(["One. Two."]);
    expect(left("One.", "Two.")).toEqual(["One.", "Two."]);
  });

  test("loses a paragraph of which less than half would be left", () => {
    expect(left("A.", "", "Redis is a. Redis is b. Then c.", "", "D.")).toEqual(["A.", "", "D."]);
  });

  test("loses an item, the row of a table, a line of code, and a reference in parentheses", () => {
    expect(left("- **Redis**: a. More.", "- B (`REDIS_URL`).")).toEqual(["- B."]);
    expect(left("| a | b |", "| - | - |", "| Redis | 1 |", "| c | 2 |")).toEqual([
      "| a | b |",
      "| - | - |",
      "| c | 2 |",
    ]);
    expect(left("```sh", "REDIS_URL=a", "B=1", "```")).toEqual(["```sh", "B=1", "```"]);
  });

  test("loses what a removed sentence introduces, and a heading without text", () => {
    expect(left("# A", "", "With Redis:", "", "- b", "- c", "", "D.")).toEqual(["# A", "", "D."]);
    expect(left("# A", "", "B.", "", "## Redis", "", "Redis is fast.")).toEqual(["# A", "", "B."]);
  });

  test("does not say under which strategy, where there is only one", () => {
    const text = "A (one under `jwt`). Under\n`jwt` the server knows nothing.";
    expect(dropOnly(text, "jwt")).toBe("A (one). The server knows nothing.");
  });

  test("has the texts that are replaced", () => {
    const documents = [
      ...["README.md", "AGENTS.md", "CONTRIBUTING.md", "docs/deployment.md"],
      ...readdirSync("docs/decisions").map((file) => `docs/decisions/${file}`),
    ].map((file) => readFileSync(file, "utf8"));
    const texts = [chosen, postgres].flatMap((room) => Object.entries(room.texts));
    let all = documents.join("\n");
    for (const [text, replacement] of texts) {
      const next = replaceTexts(all, [[text, replacement]]);
      expect(next, text).not.toBe(all);
      all = next;
    }
  });
});

test("comments lose the sentences that name what was removed", () => {
  const goneIn = (text: string) => (text.includes("Redis") ? ["redis"] : []);
  const left = (text: string) => dropCommentMentions(text, goneIn);
  expect(left("// One. Redis\n// is two. Three.\na();\n")).toBe("// One. Three.\na();\n");
  expect(left("  /** Redis is one. */\n  a();\n")).toBe("  a();\n");
  expect(left("/**\n * One.\n * Redis is two.\n */\na();\n")).toBe("/** One. */\na();\n");
  expect(left("# One. Redis is two.\nA=1\n")).toBe("# One.\nA=1\n");
  expect(left('a("Redis"); // Redis\n')).toBe('a("Redis"); // Redis\n');
});
