import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { listInputs } from "./build.mjs";
import { takeLock } from "./lock.mjs";
import { clearMark, hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";

/** Milliseconds to wait for another process that builds it. */
const TIMEOUT = 20 * 60_000;

/** Copies of the app, by name, and what is different in each. */
const COPIES = {
  "without-middleware": (folder) => rmSync(join(folder, "middleware.ts")),
  // docs/decisions/0040: the whole recipe.
  "with-proxy": (folder) => renameSync(join(folder, "middleware.ts"), join(folder, "proxy.ts")),
};

/** The copies are inside the project, so that they find the packages. */
export const folderOf = (name) => inProject(`.data/${name}`);
/** An additional route, written as the documentation of Auth.js recommends. */
const ROUTE = "tests/support/wrapped-route.ts";
/** Also excludes tests and their configuration, because they import files outside of the copy. */
const LEFT_OUT = /^((playwright|vitest)\.config\.ts|package-lock\.json)$|\.test\.tsx?$/;

/** Builds a copy. Does nothing if the files have not changed. If several processes call this at once, one of them builds. */
export async function buildCopy(name) {
  await takeLock(inProject(`.data/${name}.lock`), TIMEOUT);
  const folder = folderOf(name);
  const files = listInputs().filter((file) => !LEFT_OUT.test(file));
  const inputs = hashInputs([...files, ROUTE], [process.version]);
  const mark = `build-${name}`;
  if (hasMark(mark, inputs) && existsSync(join(folder, ".next/BUILD_ID"))) return;
  clearMark(mark);
  rmSync(folder, { recursive: true, force: true });
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(inProject(file), join(folder, file));
  }
  COPIES[name](folder);
  mkdirSync(join(folder, "app/api/wrapped/[part]"), { recursive: true });
  copyFileSync(inProject(ROUTE), join(folder, "app/api/wrapped/[part]/route.ts"));
  // Uses webpack, because Turbopack would find middleware.ts in a parent folder.
  const program = "node_modules/next/dist/bin/next";
  await runNode(`next build ${name}`, [program, "build", "--webpack", folder]);
  setMark(mark, inputs);
}
