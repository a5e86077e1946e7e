import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** Installs what package-lock.json asks for and generates the Prisma client, each only if need be. */
export async function install() {
  if (isInstalled()) {
    if (hasMark("client", hashClient())) return "up to date";
    await runNode("prisma generate", ["node_modules/prisma/build/index.js", "generate"]);
  } else {
    await runNode("npm ci", [npmCli(), "ci", "--no-audit", "--no-fund"]);
  }
  setMark("client", hashClient());
}

/** Whether every package is there in the version of the lockfile. Packages for other platforms are not. */
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  if (!wanted)
    throw new Stop("package-lock.json is missing → get it back: git checkout package-lock.json");
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

/** What `prisma generate`, which npm ci runs too, makes the client of, and that there is one. */
function hashClient() {
  return hashInputs(["prisma/schema.prisma", "prisma.config.ts", "generated/prisma/client.ts"]);
}

/** The npm that runs this script, else the one that came with this Node. */
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
