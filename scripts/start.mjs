// npm start  runs `next start` in this process and passes on all arguments. lib/shutdown.ts handles the shutdown.
import { createRequire } from "node:module";
import { requireNode } from "./lib/node-version.mjs";

requireNode();
process.env.NEXT_MANUAL_SIG_HANDLE = "true";
const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
process.argv.splice(1, 1, next, "start");
await import(next);
