// npm run dev: the same database as the demo, and `next dev` on top. The steps are in lib/dev.mjs.
// Imported only after the check, so that an old Node gets a sentence and no SyntaxError.
import { requireNode } from "./lib/node-version.mjs";

requireNode();
import("./lib/dev.mjs").then(({ dev }) => dev());
