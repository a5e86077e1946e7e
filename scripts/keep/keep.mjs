// npm run keep -- STRATEGY   leaves the app with one strategy, as if it had been written for it. Commits nothing.
import { execFileSync } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { inProject } from "../lib/run.mjs";
import { Stop } from "../lib/stop.mjs";
import { apply, listFiles } from "./apply.mjs";
import { readShape } from "./shape.mjs";

const git = (...args) => execFileSync("git", args, { cwd: inProject("."), encoding: "utf8" });

async function keep() {
  const shape = readShape(process.argv.slice(2));
  if (!shape.force && git("status", "--porcelain").trim())
    throw new Stop(
      "The work tree has changes → commit or stash them first (or --force, and they may be lost)",
    );
  const before = listFiles().length;
  console.log(`\nKeeping ${shape.strategy}. Without: ${shape.without.join(", ")}.`);
  if (
    !shape.yes &&
    !(await confirm("Files are deleted and rewritten; nothing is committed. Go on?"))
  )
    return;
  console.log("");
  try {
    await apply(shape);
  } catch (error) {
    if (!shape.force) {
      git("reset", "--hard", "-q");
      console.error("\nIt failed, and the work tree is as it was.");
    }
    throw error;
  }
  console.log(
    `\n  ${before} files before, ${listFiles().length} now. Next: npm install && npm run check\n`,
  );
}

async function confirm(question) {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await reader.question(`${question} [y/N] `);
  reader.close();
  return /^y(es)?$/i.test(answer.trim());
}

keep().catch((error) => {
  console.error(error instanceof Stop ? `\n${error.message}\n` : error);
  process.exitCode = 1;
});
