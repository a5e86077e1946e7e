// Takes a shape out of the project: files first, then what the code that is left knows, then what nothing reaches.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inProject, startNode } from "../lib/run.mjs";
import { step } from "../lib/steps.mjs";
import { stripRegions } from "./regions.mjs";
import { editSettings } from "./settings.mjs";
import { removeUnused, simplify } from "./simplify.mjs";

const BIOME = "node_modules/@biomejs/biome/bin/biome";
const CODE = /\.(ts|tsx)$/;
const TEXT = /\.(ts|tsx|mjs|md|yml|yaml|sh|prisma|css|example)$|^\.ci\/run$/;
const LEFT_ALONE =
  /^(node_modules|\.git|\.next|\.data|generated|test-results|next-env\.d\.ts)($|\/)/;

export async function apply(shape) {
  await step("Rooms", async () => `${removePaths(shape)} paths`);
  await step("Regions", async () => edit(TEXT, (file, text) => stripRegions(file, text, shape)));
  await step("Decided branches", async () => {
    edit(CODE, (file, text) => chooseStrategy(file, text, shape));
    const changed = edit(CODE, (file, text) => simplify(file, text, shape.facts));
    edit(CODE, (file, text) => narrowTypes(file, text, shape));
    await removeUnusedImports();
    return changed;
  });
  await step("Tests", async () => `${removeTests(shape)} files that test what is gone`);
  await step("Settings", async () => editSettings(shape));
  await step("Unused code", () => removeUnreached());
  await step(
    "Tests that are left",
    async () => `${await removeBrokenTests()} files that do not compile without what is gone`,
  );
  await step("Unused code again", () => removeUnreached());
}

function removePaths({ paths }) {
  const there = paths.filter((path) => existsSync(inProject(path)));
  for (const path of there) rmSync(inProject(path), { recursive: true, force: true });
  return there.length;
}

export function listFiles(folder = "") {
  return readdirSync(inProject(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (LEFT_ALONE.test(path)) return [];
    return entry.isDirectory() ? listFiles(`${path}/`) : [path];
  });
}

/** Rewrites every file whose name matches, and answers how many changed. */
function edit(pattern, rewrite) {
  let changed = 0;
  for (const file of listFiles().filter((name) => pattern.test(name))) {
    const text = readFileSync(inProject(file), "utf8");
    const next = rewrite(file, text);
    if (next === text) continue;
    writeFileSync(inProject(file), next);
    changed++;
  }
  return `${changed} files`;
}

/** The registry has one strategy left. The app imports it by name; the tests still go through the registry. */
function chooseStrategy(file, text, { strategy, others }) {
  if (file === "lib/session/strategies/index.ts")
    return others
      .reduce((left, name) => left.replace(`import { ${name} } from "./${name}";\n`, ""), text)
      .replace(/strategies = \{[^}]*\}/, `strategies = { ${strategy} }`);
  return text.includes("strategies[env.AUTH_STRATEGY]")
    ? text.replace(
        /import \{ strategies \} from "(.*session\/strategies)";/,
        `import { ${strategy} } from "$1/${strategy}";`,
      )
    : text;
}

/** A capability that is there is never null, and one that is not there has no member. */
function narrowTypes(file, text, { present, needsDatabase, without }) {
  if (file === "lib/env-schema.ts" && needsDatabase)
    return text.replace(/(DATABASE_URL: \w+\([^\n]*?\))\.optional\(\)/, "$1");
  if (!file.startsWith("lib/session/")) return text;
  let left = without.includes("redis")
    ? text.replace('("DATABASE_URL" | "REDIS_URL")[]', '"DATABASE_URL"[]')
    : text;
  for (const [name, isThere] of Object.entries(present)) {
    const member = new RegExp(
      `(?: *\\/\\*\\* Null where [^\\n]*\\n)? *readonly ${name}: (\\w+) \\| null;\\n`,
      "g",
    );
    left = left.replace(member, isThere ? `  readonly ${name}: $1;\n` : "");
    if (!isThere) left = left.replace(new RegExp(`^ *${name}: null,\\n`, "gm"), "");
  }
  return left.replace(/, refresh: null \}/g, present.refresh ? ", refresh: null }" : " }");
}

/** Tests of files and strategies that are gone, and tests that lean on such tests. */
function removeTests({ others }) {
  const foreign = new RegExp(`strategies.(${others.join("|")})\b`);
  let removed = 0;
  for (let before = -1; before !== removed; ) {
    before = removed;
    for (const file of listFiles().filter((name) => /^tests\/.*\.ts$|\.test\.tsx?$/.test(name))) {
      const text = readFileSync(inProject(file), "utf8");
      const missing = missingImports(file, text);
      if (!foreign.test(text) && missing.length === 0) continue;
      if (process.env.KEEP_DEBUG)
        console.log("   test gone:", file, foreign.exec(text)?.[0] ?? "", ...missing);
      rmSync(inProject(file));
      removed++;
    }
  }
  return removed;
}

/** Tests that compared strategies, or used what the others could do. */
async function removeBrokenTests() {
  await quietly("node_modules/next/dist/bin/next", ["typegen"]);
  let removed = 0;
  for (let round = 0; round < 8; round++) {
    const output = await quietly("node_modules/typescript/bin/tsc", [
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
    for (const file of broken) rmSync(inProject(file), { force: true });
    removed += broken.size;
  }
  return removed;
}

/** What a file imports of the project and is not there. */
function missingImports(file, text) {
  const specifiers = [...text.matchAll(/(?:from|import\()\s*"((?:\.{1,2}|@)\/[^"]+)"/g)].map(
    ([, specifier]) => specifier,
  );
  return specifiers.filter((specifier) => {
    if (specifier.startsWith("@/generated")) return false;
    const base = specifier.startsWith("@/") ? specifier.slice(2) : join(dirname(file), specifier);
    return !["", ".ts", ".tsx", ".mjs", "/index.ts"].some(
      (end) => /\.\w+$/.test(base + end) && existsSync(inProject(base + end)),
    );
  });
}

/** Imports, declarations, exports, files and packages, until nothing changes. */
async function removeUnreached() {
  for (let round = 0; round < 12; round++) {
    const before = fingerprint();
    await removeUnusedImports();
    edit(CODE, (file, text) => removeUnused(file, text));
    await quietly("node_modules/knip/bin/knip.js", [
      "--fix",
      "--allow-remove-files",
      "--no-progress",
      "--no-exit-code",
    ]);
    if (fingerprint() === before) break;
  }
  await quietly(BIOME, ["check", "--write", "."]);
}

const removeUnusedImports = () =>
  quietly(BIOME, ["check", "--write", "--unsafe", "--only=correctness/noUnusedImports", "."]);

function fingerprint() {
  return listFiles()
    .map((file) => `${file} ${statSync(inProject(file)).size}`)
    .join("\n");
}

async function quietly(program, args) {
  const child = startNode([program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data) => {
      output += data;
    });
  const code = await child.exited;
  if (process.env.KEEP_DEBUG) console.log(program, args.join(" "), code, output.slice(0, 6000));
  return output;
}
