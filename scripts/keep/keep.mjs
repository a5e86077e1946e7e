// npm run keep -- STRATEGY   reduces the app to one strategy, as if it had been written for that strategy. Commits nothing.
import { createInterface } from "node:readline/promises";
import { end, onEnd, runScript } from "../lib/lifecycle.mjs";
import { Stop } from "../lib/stop.mjs";
import { apply } from "./apply.mjs";
import { askGit, compare, makeCopy, putInPlace, removeCopy } from "./copy.mjs";
import { findLeftovers } from "./leftovers.mjs";
import { readShape } from "./shape.mjs";

runScript(async () => {
  const shape = readShape(process.argv.slice(2));
  if (!shape.force) requireCleanTree();
  if (!shape.yes) requireTerminal();
  console.log(`\nKeeping ${shape.strategy}. Without: ${shape.without.join(", ")}.\n`);
  const copy = makeCopy();
  onEnd(async () => removeCopy(copy));
  await apply(copy, shape);
  const changes = compare(copy);
  print(changes);
  printLeftovers(findLeftovers(copy, shape));
  if (shape.yes || (await confirm("Change these files? Nothing is committed."))) {
    putInPlace(copy, changes);
    console.log("\nDone. Next: npm install && npm run check, then review the changes.\n");
  } else console.log("\nNothing was changed.\n");
  await end(0);
});

function requireCleanTree() {
  if (askGit(["status", "--porcelain"]).trim())
    throw new Stop(
      "The work tree has changes → commit or stash them first, or use --force to mix them with the changes of keep",
    );
}

function print({ deleted, changed, added, before, after }) {
  const table = [
    ["", "now", "afterwards"],
    ["files", before.files, after.files],
    ["lines of app code", before.lines, after.lines],
    ["dependencies", before.dependencies, after.dependencies],
  ];
  console.log("");
  for (const [name, ...values] of table)
    console.log(
      `  ${name.padEnd(20)}${values.map((value) => String(value).padStart(12)).join("")}`,
    );
  console.log(
    `\n  ${deleted.length} files are deleted, ${changed.length} rewritten, ${added.length} new.`,
  );
  const folders = new Map();
  for (const file of deleted) {
    const folder = file.split("/").slice(0, 2).join("/");
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const most = [...folders].sort(([, a], [, b]) => b - a).slice(0, 12);
  console.log(
    `  Most deleted files: ${most.map(([name, count]) => `${name} (${count})`).join(", ")}\n`,
  );
}

function printLeftovers(lines) {
  if (lines.length === 0) return;
  console.log("  These lines still name something that is gone. Please correct them afterwards:");
  for (const line of lines) console.log(`    ${line}`);
  console.log("");
}

function requireTerminal() {
  if (!process.stdin.isTTY)
    throw new Stop(
      "There is no terminal to ask in → use --yes to change the files without a question",
    );
}

async function confirm(question) {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await reader.question(`${question} [y/N] `);
  reader.close();
  return /^y(es)?$/i.test(answer.trim());
}
