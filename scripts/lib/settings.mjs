import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { inProject } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** A line that Next.js can read: blank, comment, or NAME=value, where a quoted value may span several lines. */
const ENTRY =
  /[ \t]*(?:#.*|(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=[ \t]*(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|`[^`]*`|(?!["'`]).*)[ \t]*(?:#.*)?)?\r?(?:\n|$)/y;

/** Creates `.env` with a new secret, if it does not exist. Returns a note for the user. */
export function ensureEnvFile() {
  const file = inProject(".env");
  if (existsSync(file)) return ".env exists";
  const content = `# The settings of this machine. .env.example explains all that there are.\nAUTH_SECRET=${randomBytes(32).toString("base64")}\n`;
  // Written under another name first, so that an interrupted run does not leave an incomplete file.
  const unfinished = inProject(".env.unfinished");
  writeFileSync(unfinished, content, { mode: 0o600 });
  renameSync(unfinished, file);
  return "made .env with a fresh AUTH_SECRET";
}

/**
 * Returns the settings of the app: the environment and, with lower priority, the .env files of `mode`, read by the same
 * package as in Next.js. Throws a Stop if a line cannot be read, because Next.js would silently ignore the line. The
 * Stop never contains a value. Works only after the packages are installed.
 */
export async function readSettings(mode) {
  for (const name of [".env", `.env.${mode}`, ".env.local", `.env.${mode}.local`])
    requireReadable(name);
  const { default: nextEnv } = await import("@next/env");
  const quiet = { info() {}, error: console.error };
  const settings = {
    ...nextEnv.loadEnvConfig(inProject("."), mode === "development", quiet, true).combinedEnv,
  };
  nextEnv.resetEnv(); // loadEnvConfig has also changed process.env
  return settings;
}

function requireReadable(name) {
  const file = inProject(name);
  if (!existsSync(file)) return;
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  for (let at = 0; at < text.length; at = ENTRY.lastIndex) {
    ENTRY.lastIndex = at;
    if (ENTRY.test(text)) continue;
    const line = text.slice(0, at).split("\n").length;
    throw new Stop(`${name}, line ${line}, is not NAME=value → complete or remove that line`);
  }
}
