// A Chromium for the tests: one that is there already, or else one that is installed now.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** Debian's headless one first: it needs a third less processor time. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];
const REMEDY =
  "install one (on Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to the program file of a Chromium or Chrome";

/** Answers `{ path, version, source }`. Throws a Stop when there is none and none can be installed. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  const problems = [];
  for (const installation of [downloadPlaywrights, installLibraries, installDebians]) {
    try {
      await installation();
    } catch (error) {
      problems.push(error.message.trim().split("\n").slice(-15).join("\n"));
    }
    const installed = await findBrowser();
    if (installed) return { ...installed, source: `${installed.source}, just installed` };
  }
  throw new Stop(
    `No Chromium was found, nor could be installed → ${REMEDY}\n\n${problems.join("\n\n")}`,
  );
}

/** One that is there and starts, or null. Throws a Stop when CHROMIUM_PATH names one that does not. */
export async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    const version = readVersion(CHROMIUM_PATH);
    if (version) return { path: CHROMIUM_PATH, version, source: "CHROMIUM_PATH" };
    throw new Stop(
      `CHROMIUM_PATH names no Chromium that starts: ${CHROMIUM_PATH} → correct or unset it`,
    );
  }
  for (const [source, path] of await listCandidates()) {
    const version = existsSync(path) && readVersion(path);
    if (version) return { path, version, source };
  }
  return null;
}

async function listCandidates() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => ["on PATH", join(folder, name)]));
  // Imported late: the package is there only after the install step.
  const { chromium } = await import("@playwright/test");
  return [...onPath, ["Playwright's", chromium.executablePath()]];
}

/** Null when it does not start: Ubuntu's `chromium-browser`, for one, may be a mere pointer to a snap. */
function readVersion(path) {
  try {
    const output = execFileSync(path, ["--version"], {
      encoding: "utf8",
      timeout: 20_000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /Chrom\D*([\d.]+)/.exec(output)?.[1] ?? null;
  } catch {
    return null;
  }
}

async function downloadPlaywrights() {
  await playwright("install", "--no-shell", "chromium");
}

/** For a downloaded one that does not start, because the system lacks what it links to. */
async function installLibraries() {
  const { chromium } = await import("@playwright/test");
  if (isDebiansRoot() && existsSync(chromium.executablePath()))
    await playwright("install-deps", "chromium");
}

async function playwright(...args) {
  await runNode(`playwright ${args.join(" ")}`, ["node_modules/@playwright/test/cli.js", ...args], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
  });
}

async function installDebians() {
  if (!isDebiansRoot()) throw new Error("apt-get: only root of a Debian or Ubuntu can use it");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const run = (...args) =>
    execFileSync("apt-get", args, { env, stdio: ["ignore", "ignore", "pipe"] });
  run("update");
  const install = (name) => run("install", "--yes", "--no-install-recommends", name);
  try {
    install("chromium-headless-shell");
  } catch {
    install("chromium"); // where the other is not packaged
  }
}

function isDebiansRoot() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}
