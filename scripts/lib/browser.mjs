// Finds a Chromium for the tests, or installs one.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** Debian's headless shell comes first: it needs a third less CPU time. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];
const REMEDY =
  "install one (on Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to the program file of a Chromium or Chrome";

/** Returns `{ path, version, source }`. Throws a Stop if no Chromium is found and none can be installed. */
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
    `No Chromium was found, and none could be installed → ${REMEDY}\n\n${problems.join("\n\n")}`,
  );
}

/** Finds a Chromium that starts, or returns null. Throws a Stop if CHROMIUM_PATH is set and does not start. */
export async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    const version = readVersion(CHROMIUM_PATH);
    if (version) return { path: CHROMIUM_PATH, version, source: "CHROMIUM_PATH" };
    throw new Stop(
      `CHROMIUM_PATH is not a Chromium that starts: ${CHROMIUM_PATH} → correct or unset it`,
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
  // Imported late, because the install step installs this package.
  const { chromium } = await import("@playwright/test");
  return [...onPath, ["Playwright's", chromium.executablePath()]];
}

/** Returns null if it does not start. For example, `chromium-browser` on Ubuntu may only refer to a snap. */
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

/** A downloaded Chromium may not start because system libraries are missing. */
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
  if (!isDebiansRoot()) throw new Error("apt-get: needs root on Debian or Ubuntu");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const run = (...args) =>
    execFileSync("apt-get", args, { env, stdio: ["ignore", "ignore", "pipe"] });
  run("update");
  const install = (name) => run("install", "--yes", "--no-install-recommends", name);
  try {
    install("chromium-headless-shell");
  } catch {
    install("chromium"); // for releases without the headless package
  }
}

function isDebiansRoot() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}
