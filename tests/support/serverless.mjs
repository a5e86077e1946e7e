// A build in a process that loads a route at its first request, and what it has loaded.
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startNode } from "../../scripts/lib/run.mjs";
import { Stop } from "../../scripts/lib/stop.mjs";

const script = fileURLToPath(new URL("serverless-process.mjs", import.meta.url));

/** Starts the build in `folder` with the settings `env`. */
export async function startServerless(folder, env) {
  const stdio = ["ignore", "pipe", "inherit", "ipc"];
  const child = startNode([script, folder], { env, stdio });
  let output = "";
  let url;
  child.stdout.on("data", (data) => {
    output += data;
  });
  while (!url) {
    await Promise.race([once(child.stdout, "data"), child.exited]);
    url = /http:\/\/[\d.:]+/.exec(output)?.[0];
    if (!url && child.exitCode !== null) throw new Stop(`The app did not start:\n\n${output}`);
  }

  return {
    url,
    /** Its files and its CPU time in microseconds. */
    async usage() {
      const told = once(child, "message");
      child.send("usage");
      const [usage] = await told;
      return usage;
    },
    async stop() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}

/** The packages of `files` of a build, with those that are part of its chunks. */
export function packagesOf(files) {
  const sources = files.flatMap((file) => [file, ...sourcesOf(`${file}.map`)]);
  const names = sources.map((source) => PACKAGE.exec(decodeURIComponent(source))?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

const PACKAGE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/;

function sourcesOf(map) {
  if (!existsSync(map)) return [];
  const { sections = [], sources = [] } = JSON.parse(readFileSync(map, "utf8"));
  return [...sources, ...sections.flatMap(({ map }) => map.sources)];
}
