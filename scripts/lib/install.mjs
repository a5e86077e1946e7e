import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
// #region postgres
import { hashInputs, hasMark, setMark } from "./mark.mjs";
// #endregion
import { inProject, runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

// #region postgres
/** Installs the packages of package-lock.json and generates the Prisma client, if they are out of date. */
export async function install(say = () => {}) {
  if (isInstalled()) {
    if (hasMark("client", hashClient())) return "up to date";
    await runNode("prisma generate", ["node_modules/prisma/build/index.js", "generate"]);
  } else {
    say("npm ci, from the lockfile");
    await runNode("npm ci", [npmCli(), "ci", "--no-audit", "--no-fund"]);
  }
  setMark("client", hashClient());
}
// #endregion
// without postgres: /** Installs the packages of package-lock.json, if they are out of date. */
// without postgres: export async function install() {
// without postgres:   if (isInstalled()) return "up to date";
// without postgres:   await runNode("npm ci", [npmCli(), "ci", "--no-audit", "--no-fund"]);
// without postgres: }

/** Whether every package is installed in the version of the lockfile. Packages for other platforms are ignored. */
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  if (!wanted)
    throw new Stop("package-lock.json is missing → restore it: git checkout package-lock.json");
  const installed = readPackages("node_modules/.package-lock.json");
  if (!installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer, link }]) => {
    if (path === "" || link) return true;
    if (installed[path]) return installed[path].version === version;
    return optional || devOptional || peer;
  });
}

function readPackages(name) {
  const file = inProject(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : null;
}

// #region postgres
/** Hash of the inputs of `prisma generate` (which npm ci also runs), and of the client that it made. */
function hashClient() {
  return hashInputs(["prisma/schema.prisma", "prisma.config.ts", "generated/prisma/client.ts"]);
}
// #endregion

/** The npm that runs this script, or the one that belongs to this Node.js. */
export function npmCli() {
  const running = process.env.npm_execpath ?? "";
  if (running.endsWith("npm-cli.js")) return running;
  const beside = ["../lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"];
  const found = beside
    .map((path) => new URL(path, pathToFileURL(process.execPath)))
    .find(existsSync);
  if (!found) throw new Stop("npm was not found → start with: npm run demo");
  return fileURLToPath(found);
}
