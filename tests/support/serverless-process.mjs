// node serverless-process.mjs FOLDER   serves the build in FOLDER as a serverless platform does: a route is loaded at its
// first request. `next start` loads every route when it starts. Prints its address, and answers a message of the parent
// process with the files that it has loaded and its CPU time in microseconds.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const dir = resolve(process.argv[2]);
process.env.NODE_ENV = "production";
const require = createRequire(import.meta.url);
const { config } = JSON.parse(readFileSync(`${dir}/.next/required-server-files.json`, "utf8"));
const experimental = { ...config.experimental, preloadEntriesOnStart: false };
require("next");
const { default: NextServer } = require("next/dist/server/next-server");
const next = new NextServer({ dir, conf: { ...config, experimental }, minimalMode: true });
const answer = next.getRequestHandler();
const server = createServer((request, response) => answer(request, response));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send({ files: Object.keys(require.cache), processor: user + system });
});
process.on("disconnect", () => process.exit());
