// npm run demo: everything from a fresh clone to a running server. The steps are in lib/demo.mjs.
// Imported only after the check, so that an old Node gets a sentence and no SyntaxError.
import { requireNode } from "./lib/node-version.mjs";

requireNode();
import("./lib/demo.mjs").then(({ demo }) => demo());
