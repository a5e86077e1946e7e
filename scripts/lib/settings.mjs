import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { inProject } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** A line, or a quoted value over several, that Next.js would understand: blank, comment, or NAME=value. */
const ENTRY =
  /[ \t]*(?:#.*|(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=[ \t]*(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|`[^`]*`|(?!["'`]).*)[ \t]*(?:#.*)?)?\r?(?:\n|$)/y;

/** Makes `.env` with a secret of its own, unless there is one. Says which it was. */
export function ensureEnvFile() {
  const file = inProject(".env");
  if (existsSync(file)) return ".env is there";
  const content = `# The settings of this machine. .env.example explains all that there are.\nAUTH_SECRET=${randomBytes(32).toString("base64")}\n`;
  // Under another name first: an interrupted run must not leave half a file.
  const unfinished = inProject(".env.unfinished");
  writeFileSync(unfinished, content, { mode: 0o600 });
  renameSync(unfinished, file);
  return "made .env with a fresh AUTH_SECRET";
}

/**
 * The settings that the app will see: the environment over the .env files of `mode`, read by what Next.js reads them
 * with. Throws a Stop, which never repeats a value, when a line cannot be read: Next.js would pass over it in silence.
 * Works only once the packages are installed.
 */
export async function readSettings(mode) {
  for (const name of [".env", `.env.${mode}`, ".env.local", `.env.${mode}.local`])
    requireReadable(name);
  const { default: nextEnv } = await import("@next/env");
  const quiet = { info() {}, error: console.error };
  const settings = {
    ...nextEnv.loadEnvConfig(inProject("."), mode === "development", quiet, true).combinedEnv,
  };
  nextEnv.resetEnv(); // it has put them into process.env too
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
