import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { listInputs } from "./build.mjs";
import { clearMark, hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";

const MARK = "build-without-middleware";
/** Inside the project, so that the packages are found. */
const folder = inProject(".data/without-middleware");
/** A route that the app does not have: written as the documentation of Auth.js says. */
const ROUTE = "tests/support/wrapped-route.ts";
/** Tests too, and what configures them: they import what is not part of the copy. */
const LEFT_OUT =
  /^(middleware\.ts|(playwright|vitest)\.config\.ts|package-lock\.json)$|\.test\.tsx?$/;

/**
 * Builds a copy of the app from which middleware.ts has been deleted, unless there is one of the very
 * same files. Answers with its folder.
 */
export async function buildWithoutMiddleware() {
  const files = listInputs().filter((name) => !LEFT_OUT.test(name));
  const inputs = hashInputs([...files, ROUTE], [process.version]);
  if (hasMark(MARK, inputs) && existsSync(join(folder, ".next/BUILD_ID"))) return folder;
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
  return folder;
}
