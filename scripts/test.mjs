// npm test: everything, from a fresh clone. The steps are in lib/suite.mjs.
// Imported only after the check, so that an old Node gets a sentence and no SyntaxError.
import { requireNode } from "./lib/node-version.mjs";

requireNode();
import("./lib/suite.mjs").then(({ test }) => test());
