// npm run compare: one build, a real server per strategy, the same story for each, and what it measured.
// Imported only after the check, so that an old Node gets a sentence and no SyntaxError.
import { requireNode } from "./lib/node-version.mjs";

requireNode();
import("./lib/compare/compare.mjs").then(({ compare }) => compare());
