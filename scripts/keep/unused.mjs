// Removes unused imports, variables, parameters, exports, files and packages.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dropArguments, removeBindings, usesOf } from "./bindings.mjs";
import { listFiles } from "./copy.mjs";
import { edit, run } from "./copy-tools.mjs";
import { findDecided, removeUnused, simplify } from "./simplify.mjs";

const BIOME = "node_modules/@biomejs/biome/bin/biome";
const CODE = /\.tsx?$/;
const ROUNDS = 12;

/**
 * Repeats until nothing changes, because each removal can make other code unused. `originals` has the original text of
 * each file.
 */
export async function removeUnreached(root, facts, originals) {
  for (let round = 0; round < ROUNDS; round++) {
    const before = fingerprint(root);
    for (const [name, known] of decidedFunctions(root, originals)) facts.calls.set(name, known);
    edit(root, CODE, (file, text) => simplify(file, text, facts));
    await removeUnusedImports(root);
    edit(root, CODE, (file, text) => removeUnused(file, text));
    await removeUnusedBindings(root);
    await run(root, "node_modules/knip/bin/knip.js", [
      "--fix",
      "--allow-remove-files",
      "--no-progress",
      "--no-exit-code",
    ]);
    if (fingerprint(root) === before) break;
  }
  // A parameter that cannot be removed, because others follow it or the function is passed on, gets an underscore.
  edit(root, CODE, (_file, text) => text.replaceAll("({}: ", "(_: "));
  await run(root, BIOME, ["lint", "--write", "--unsafe", ...UNUSED, "."]);
  await run(root, BIOME, ["check", "--write", "."]);
}

const UNUSED = ["noUnusedVariables", "noUnusedFunctionParameters"].map(
  (rule) => `--only=correctness/${rule}`,
);

/**
 * Also turns a `let` that is never assigned any more into a `const`, so that its value is known, and removes a `catch` that
 * only throws again.
 */
export const removeUnusedImports = (root) =>
  run(root, BIOME, [
    "check",
    "--write",
    "--unsafe",
    "--only=correctness/noUnusedImports",
    "--only=style/useConst",
    "--only=complexity/noUselessCatch",
    ".",
  ]);

/** Functions that now do nothing or always return the same value, and did not before. */
function decidedFunctions(root, originals) {
  const found = codeOf(root).flatMap(([file, text]) =>
    originals.get(file) === text ? [] : findDecided(file, text, originals.get(file)),
  );
  const names = found.map(([name]) => name);
  return found.filter(([name]) => names.filter((other) => other === name).length === 1);
}

async function removeUnusedBindings(root) {
  const output = await run(root, BIOME, [
    "lint",
    ...UNUSED,
    "--reporter=json",
    "--max-diagnostics=none",
    ".",
  ]);
  const { diagnostics } = JSON.parse(
    output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1),
  );
  const spots = new Map();
  for (const { message, location } of diagnostics) {
    const text = readFileSync(join(root, location.path), "utf8");
    const offset = offsetOf(text, location.start);
    const [, name] = /^This \w+ (\S+) is unused/.exec(message) ?? [];
    if (!CODE.test(location.path) || !text.startsWith(name, offset)) continue;
    spots.set(location.path, [...(spots.get(location.path) ?? []), offset]);
  }
  for (const [file, text] of codeOf(root))
    if (/\(\{\}: /.test(text) && !spots.has(file)) spots.set(file, []);
  if (spots.size === 0) return;

  const uses = new Map(codeOf(root).map(([file, text]) => [file, usesOf(file, text)]));
  for (const [file, offsets] of spots) {
    const path = join(root, file);
    const isOnlyCalled = (name, isExported) =>
      (isExported ? [...uses.values()] : [uses.get(file)]).every(({ values }) => !values.has(name));
    const { text, dropped } = removeBindings(
      file,
      readFileSync(path, "utf8"),
      offsets,
      isOnlyCalled,
    );
    writeFileSync(path, text);
    for (const { name, index, isExported } of dropped)
      edit(root, CODE, (other, code) =>
        isExported || other === file ? dropArguments(other, code, name, index) : code,
      );
  }
}

const codeOf = (root) =>
  listFiles(root)
    .filter((file) => CODE.test(file))
    .map((file) => [file, readFileSync(join(root, file), "utf8")]);

function offsetOf(text, { line, column }) {
  const lines = text.split("\n").slice(0, line - 1);
  return lines.reduce((sum, before) => sum + before.length + 1, 0) + column - 1;
}

function fingerprint(root) {
  return listFiles(root)
    .map((file) => `${file} ${statSync(join(root, file)).size}`)
    .join("\n");
}

export const readAll = (root) => new Map(codeOf(root));
