import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listInputs } from "./build.mjs";
import { takeLock } from "./lock.mjs";
import { clearMark, hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";

/** Milliseconds to wait for another process that builds it. */
const TIMEOUT = 20 * 60_000;
const MARK = "build-standalone";

/**
 * The same build as the stage `build` of the Dockerfile. The folder is outside of the project, because Next.js searches
 * parent folders for a lock file and would treat the project as the root.
 */
export const standaloneFolder = join(
  tmpdir(),
  `standalone-${hashInputs([], [inProject(".")]).slice(0, 12)}`,
);

/**
 * Builds a copy of the files that .dockerignore does not exclude, with the packages. Does nothing if the files have not
 * changed.
 */
export async function buildStandalone() {
  await takeLock(inProject(".data/build-standalone.lock"), TIMEOUT);
  const inputs = hashInputs(listInputs(), [process.version]);
  const isThere = existsSync(join(standaloneFolder, ".next/standalone/server.js"));
  if (isThere && hasMark(MARK, inputs)) return "up to date";
  clearMark(MARK);
  rmSync(standaloneFolder, { recursive: true, force: true });
  mkdirSync(standaloneFolder, { recursive: true });
  for (const name of listContext()) cpSync(inProject(name), join(standaloneFolder, name));
  copyPackages();
  const options = { cwd: standaloneFolder, env: { STANDALONE: "1" } };
  await runNode("prisma generate", ["scripts/postinstall.mjs"], options);
  await runNode("next build", ["node_modules/next/dist/bin/next", "build"], options);
  setMark(MARK, inputs);
}

/** Uses hard links if possible, which is faster. */
function copyPackages() {
  const copy = (flags) =>
    execFileSync("cp", [flags, inProject("node_modules"), standaloneFolder], { stdio: "ignore" });
  try {
    copy("-al");
  } catch {
    copy("-a");
  }
}

/** The files that `COPY . .` copies, sorted. */
function listContext(folder = "", ignored = readIgnored()) {
  return readdirSync(inProject(folder || "."), { withFileTypes: true })
    .map((entry) => ({ entry, path: `${folder}${entry.name}` }))
    .filter(({ path }) => !ignored.some((pattern) => pattern.test(path)))
    .flatMap(({ entry, path }) => (entry.isDirectory() ? listContext(`${path}/`, ignored) : path))
    .sort();
}

/**
 * Supports only the kinds of patterns that our .dockerignore uses. A pattern matches at the top of the project, unless
 * it starts with two stars.
 */
function readIgnored() {
  return readFileSync(inProject(".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => {
      const pattern = line
        .replace(/^\*\*\//, "")
        .replace(/[.*]/g, (c) => (c === "*" ? "[^/]*" : "\\."));
      return new RegExp(`${line.startsWith("**/") ? "(^|/)" : "^"}${pattern}$`);
    });
}
