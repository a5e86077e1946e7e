// Deletes tests of removed code.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { listFiles } from "./copy.mjs";
import { run } from "./copy-tools.mjs";

const ROUNDS = 8;

/** Removes browser tests that start the app under another strategy. */
export function removeForeignTests(root, { others }) {
  const foreign = new RegExp(`AUTH_STRATEGY: "(${others.join("|")})"`);
  for (const file of listFiles(root, "tests/e2e/"))
    if (foreign.test(readFileSync(join(root, file), "utf8"))) rmSync(join(root, file));
}

/** Removes tests of deleted files, strategies and rooms, and tests that import such tests. Returns the number of files. */
export function removeTests(root, { others, mentions }) {
  const foreign = new RegExp(`strategies\\.(${others.join("|")})\\b`);
  let removed = 0;
  for (let before = -1; before !== removed; ) {
    before = removed;
    for (const file of listFiles(root).filter((name) =>
      /^tests\/.*\.ts$|\.test\.tsx?$/.test(name),
    )) {
      const text = readFileSync(join(root, file), "utf8");
      const missing = missingImports(root, file, text);
      const mentioned = mentions.find((pattern) => pattern.test(text));
      if (!foreign.test(text) && !mentioned && missing.length === 0) continue;
      if (process.env.KEEP_DEBUG)
        console.log("   test gone:", file, foreign.exec(text)?.[0] ?? mentioned ?? "", ...missing);
      rmSync(join(root, file));
      removed++;
    }
  }
  return removed;
}

/** Removes the names of deleted tests from the lists of tests/support/parts.mjs and .ci/run. */
export function dropMissingSpecs(root, text) {
  const isContract = (name) => existsSync(join(root, `tests/contract/${name}.test.ts`));
  const isBrowser = (name) =>
    ["", "demo/"].some((folder) => existsSync(join(root, `tests/e2e/${folder}${name}.spec.ts`)));
  const dropFrom = (list) => {
    const exists = list.startsWith("export const leftContract") ? isContract : isBrowser;
    return list.replace(/^ *"([\w/-]+)",\n/gm, (line, name) => (exists(name) ? line : ""));
  };
  return text
    .split(/^(?=export const )/m)
    .map(dropFrom)
    .join("")
    .replace(/(?<=^later='\()[^']*(?=\)\\\.spec')/m, (names) =>
      names
        .split("|")
        .filter((name) => isBrowser(name.replace("(?<!demo/)", "")))
        .join("|"),
    );
}

/** Removes tests that do not compile: they compared strategies, or used capabilities of the removed ones. */
export async function removeBrokenTests(root) {
  await run(root, "node_modules/next/dist/bin/next", ["typegen"]);
  let removed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const output = await run(root, "node_modules/typescript/bin/tsc", [
      "--noEmit",
      "--pretty",
      "false",
    ]);
    const broken = new Set(
      [...output.matchAll(/^((?:tests\/|app\/|components\/)[^(]*\.(?:test|spec)\.tsx?)\(/gm)].map(
        ([, file]) => file,
      ),
    );
    if (broken.size === 0) return removed;
    for (const file of broken) rmSync(join(root, file), { force: true });
    removed += broken.size;
  }
  return removed;
}

/** The imports of a file that point to missing project files. */
function missingImports(root, file, text) {
  // Ignores imports inside string literals.
  const imports = /(?:^(?:import|export|\}).*? from|^import|import\()\s*"((?:\.{1,2}|@)\/[^"]+)"/gm;
  const specifiers = [...text.matchAll(imports)].map(([, specifier]) => specifier);
  return specifiers.filter((specifier) => {
    if (specifier.startsWith("@/generated")) return false;
    const base = specifier.startsWith("@/") ? specifier.slice(2) : join(dirname(file), specifier);
    return !["", ".ts", ".tsx", ".mjs", "/index.ts"].some(
      (end) => /\.\w+$/.test(base + end) && existsSync(join(root, base + end)),
    );
  });
}
