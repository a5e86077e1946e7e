// Applies a shape to a copy of the project: deletes files, simplifies the remaining code, then removes unused code.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { step } from "../lib/steps.mjs";
import { chooseStrategy, narrowTypes, renameRunning } from "./choose.mjs";
import { dropCommentMentions } from "./comments.mjs";
import { listFiles } from "./copy.mjs";
import { edit, run } from "./copy-tools.mjs";
import { dropMentions, dropOnly, replaceTexts } from "./docs.mjs";
import { trimLab } from "./lab.mjs";
import { goneFinder } from "./leftovers.mjs";
import { squashMigrations } from "./migrations.mjs";
import { stripRegions } from "./regions.mjs";
import { editKnip, editSettings, lockPackages } from "./settings.mjs";
import { simplify } from "./simplify.mjs";
import { dropMissingSpecs, removeBrokenTests, removeForeignTests, removeTests } from "./tests.mjs";
import { readAll, removeUnreached, removeUnusedImports } from "./unused.mjs";

const CODE = /\.tsx?$/;
const TEXT = /\.(ts|tsx|mjs|md|yml|yaml|sh|prisma|css|conf|example)$|^\.ci\/|^Dockerfile$/;

export async function apply(root, shape) {
  const originals = readAll(root);
  await step("Rooms", async () => `${removePaths(root, shape)} paths`);
  await step("Regions", async () =>
    edit(root, TEXT, (file, text) => stripRegions(file, text, shape)),
  );
  removeEmptyRoutes(root);
  removeForeignTests(root, shape);
  await step("Decided branches", async () => {
    edit(root, CODE, (file, text) => chooseStrategy(file, text, shape));
    const changed = edit(root, CODE, (file, text) => simplify(file, text, shape.facts));
    edit(root, CODE, renameRunning);
    edit(root, CODE, (file, text) => narrowTypes(file, text, shape));
    await removeUnusedImports(root);
    return changed;
  });
  await step("Settings", async () => editSettings(root, shape));
  if (shape.needsDatabase)
    await step("Schema", async () => {
      await squashMigrations(root);
      await run(root, "node_modules/prisma/build/index.js", ["generate"]);
    });
  await step("Tests", async () => `${removeTests(root, shape)} files that test removed code`);
  edit(root, /^app\/demo\//, (file, text) => trimLab(root, file, text));
  await step("Unused code", () => removeUnreached(root, shape.facts, originals));
  await step(
    "Remaining tests",
    async () => `${await removeBrokenTests(root)} files that do not compile any more`,
  );
  await step("Documentation", async () => {
    const goneIn = goneFinder(root, shape);
    edit(root, /\.md$/, (_file, text) => dropOnly(replaceTexts(text, shape.texts), shape.strategy));
    return edit(root, TEXT, (file, text) => {
      const drop = file.endsWith(".md") ? dropMentions : dropCommentMentions;
      return drop(text, (part) => goneIn(file, part, true));
    });
  });
  editKnip(root);
  edit(root, /^(tests\/support\/parts\.mjs|\.ci\/run)$/, (_file, text) =>
    dropMissingSpecs(root, text),
  );
  await step("Unused code again", () => removeUnreached(root, shape.facts, originals));
  await step("Packages", () => lockPackages(root));
}

/** Deletes routes that have no methods left. */
function removeEmptyRoutes(root) {
  for (const file of listFiles(root, "app/").filter((name) => name.endsWith("/route.ts")))
    if (!/^export /m.test(readFileSync(join(root, file), "utf8"))) rmSync(join(root, file));
}

function removePaths(root, { paths }) {
  const there = paths.filter((path) => existsSync(join(root, path)));
  for (const path of there) rmSync(join(root, path), { recursive: true, force: true });
  return there.length;
}
