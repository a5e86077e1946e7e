// npm run check: the fast part of npm test. The steps are in lib/suite.mjs.
// Imported only after the check, so that an old Node gets a sentence and no SyntaxError.
import { requireNode } from "./lib/node-version.mjs";

requireNode();
import("./lib/suite.mjs").then(({ check }) => check());
