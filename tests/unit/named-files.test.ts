// Documents name files of the repository in backticks. After renaming a file, they must be updated.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Not the changelog: old versions had other files. */
const documents = [
  "AGENTS.md",
  "CONTRIBUTING.md",
  "README.md",
  "SECURITY.md",
  "bench/README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`),
];

const FILE =
  /`((?:\.ci|app|bench|components|deploy|docs|examples|features|lib|prisma|scripts|tests)\/[^`\s*]+\.(?:tsx?|mjs|md|json|css|sql|conf|yaml))`/g;

test.each(documents)("%s names files that exist", (document) => {
  const named = [...readFileSync(document, "utf8").matchAll(FILE)].map(([, file = ""]) => file);
  // Capitals stand for a name: `app/demo/words/NAME.ts`.
  const missing = named.filter((file) => !/[A-Z]{4}/.test(file) && !existsSync(file));
  expect(missing).toEqual([]);
});
