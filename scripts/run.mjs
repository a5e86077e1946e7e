// `node scripts/run.mjs NAME [ARGUMENTS]`, which package.json calls: requires a Node that is new enough, then runs
// the function of that name.
import { requireNode } from "./lib/node-version.mjs";

/** Where it is. Imported only after the check, so that an old Node gets a sentence and no SyntaxError. */
const files = {
  check: "./lib/suite.mjs",
  compare: "./lib/compare/compare.mjs",
  demo: "./lib/demo.mjs",
  dev: "./lib/dev.mjs",
  test: "./lib/suite.mjs",
  testAll: "./lib/suite.mjs",
};

requireNode();
const name = process.argv[2];
import(files[name]).then((scripts) => scripts[name]());
