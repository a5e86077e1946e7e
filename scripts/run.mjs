// `node scripts/run.mjs NAME [ARGUMENTS]` is called by package.json. Checks the version of Node.js, then runs the
// function of that name.
import { requireNode } from "./lib/node-version.mjs";

/**
 * The files of the functions. They are imported after the check, so that an old Node.js prints a clear message and not
 * a SyntaxError.
 */
const files = {
  // #region keep
  capacity: "./lib/capacity/capacity.mjs",
  // #endregion
  check: "./lib/suite.mjs",
  compare: "./lib/compare/compare.mjs",
  demo: "./lib/demo.mjs",
  dev: "./lib/dev.mjs",
  test: "./lib/suite.mjs",
  // #region postgres
  testRest: "./lib/suite.mjs",
  // #endregion
  // #region keep
  testAll: "./lib/suite.mjs",
  // #endregion
  // #region containers
  testInfra: "./lib/suite.mjs",
  // #endregion
};

requireNode();
const name = process.argv[2];
import(files[name]).then((scripts) => scripts[name]());
