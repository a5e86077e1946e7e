// Which packages a file loads at once: what it imports, what those files import, and so on. Types and dynamic
// imports do not count.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** All files and packages that importing `entry` loads. */
function loadedBy(entry: string): Set<string> {
  const loaded = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    for (const specifier of importsOf(file)) {
      const local = /^(@\/|\.)/.test(specifier) && resolve(file, specifier);
      if (local) queue.push(local);
      else loaded.add(specifier);
    }
  }
  return loaded;
}

function importsOf(file: string): string[] {
  const statements = readFileSync(file, "utf8").matchAll(
    /^(?:import|export) (?!type )([^;"']*?)\s?(?:from )?"([^"]+)";/gm,
  );
  return [...statements]
    .filter(([, names = ""]) => !/^\{(\s*type [^,}]+,?)+\s*\}$/.test(names.trim()))
    .map(([, , specifier]) => `${specifier}`);
}

function resolve(from: string, specifier: string): string {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : join(dirname(from), specifier);
  const found = ["", ".ts", ".tsx", "/index.ts"].map((end) => base + end).find(isFile);
  if (!found) throw new Error(`${from} imports ${specifier}, which is no file`);
  return found;
}

const isFile = (path: string) => existsSync(path) && /\.\w+$/.test(path);

const AUTHJS = /^(next-auth|@auth\/)/;
const STORES = /^(pg|@prisma\/|generated\/prisma|@redis\/|rate-limiter-flexible|@node-rs\/)/;

const matching = (entry: string, pattern: RegExp) =>
  [...loadedBy(entry)].filter((name) => pattern.test(name));

test("asking who is signed in loads neither Auth.js nor a store", () => {
  expect(loadedBy("lib/session/current.ts").size).toBeGreaterThan(20);
  expect(matching("lib/session/current.ts", AUTHJS)).toEqual([]);
  expect(matching("lib/session/current.ts", STORES)).toEqual([]);
});

test("the start of a server loads no store, and its configuration not the schema of the environment", () => {
  expect(matching("next.config.ts", /zod|env-schema/)).toEqual([]);
  // #region postgres
  expect(matching("lib/health.ts", STORES)).toEqual([]);
  // #endregion
});

// #region store
test("the statement of each request needs no Prisma", () => {
  expect(matching("lib/session/store/table.ts", STORES)).toEqual([]);
});

// #endregion
test("nothing under lib/session imports Auth.js", () => {
  const core = [
    ...loadedBy("lib/session/assemble.ts"),
    ...loadedBy("lib/session/strategies/index.ts"),
  ];
  expect(core.filter((name) => AUTHJS.test(name) || name.startsWith("lib/authjs"))).toEqual([]);
});

test("the Edge middleware loads no store, and Auth.js only for its page names", () => {
  expect(matching("middleware.ts", STORES)).toEqual([]);
  expect(matching("middleware.ts", /^node:|server-only/)).toEqual([]);
});

test("(the handlers of Auth.js do load it, so the patterns match)", () => {
  expect(matching("lib/authjs/create.ts", AUTHJS)).not.toEqual([]);
  // #region postgres
  expect(matching("lib/accounts/credentials.ts", STORES)).not.toEqual([]);
  // #endregion
});
