import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { listInputs } from "./build.mjs";
import { takeLock } from "./lock.mjs";
import { clearMark, hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";

/** Milliseconds to wait for another process that builds it. */
const PATIENCE = 20 * 60_000;

const MARK = "build-without-middleware";
/** A copy of the app, inside the project, so that the packages are found. */
export const folderWithoutMiddleware = inProject(".data/without-middleware");
/** A route that the app does not have: written as the documentation of Auth.js says. */
const ROUTE = "tests/support/wrapped-route.ts";
/** Tests too, and what configures them: they import what is not part of the copy. */
const LEFT_OUT =
  /^(middleware\.ts|(playwright|vitest)\.config\.ts|package-lock\.json)$|\.test\.tsx?$/;

/**
 * Builds a copy of the app from which middleware.ts has been deleted, unless there is one of the very same files.
 * Several may ask for it at once: one of them builds.
 */
export async function buildWithoutMiddleware() {
  await takeLock(inProject(".data/without-middleware.lock"), PATIENCE);
  const folder = folderWithoutMiddleware;
  const files = listInputs().filter((name) => !LEFT_OUT.test(name));
  const inputs = hashInputs([...files, ROUTE], [process.version]);
  if (hasMark(MARK, inputs) && existsSync(join(folder, ".next/BUILD_ID"))) return;
  clearMark(MARK);
  rmSync(folder, { recursive: true, force: true });
  for (const name of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(inProject(name), join(folder, name));
  }
  mkdirSync(join(folder, "app/api/wrapped/[part]"), { recursive: true });
  copyFileSync(inProject(ROUTE), join(folder, "app/api/wrapped/[part]/route.ts"));
  // With webpack, because Turbopack goes on looking for middleware.ts in the folders above, and finds it.
  await runNode("next build without middleware.ts", [
    "node_modules/next/dist/bin/next",
    "build",
    "--webpack",
    folder,
  ]);
  setMark(MARK, inputs);
}
