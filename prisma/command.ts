// Helpers of the db:* commands.
import nextEnv from "@next/env";
import { parseDatabaseUrls } from "../lib/env-schema";

/** Reads DATABASE_URL as the app does. If it is missing or invalid, throws an error that says what to do. */
export function requireDatabaseUrl(): string {
  const { DATABASE_URL } = readUrls();
  if (DATABASE_URL) return DATABASE_URL;
  throw new Error(
    "DATABASE_URL is not set → set it to a Postgres URL in .env, or use npm run dev or npm run demo, which start a database",
  );
}

/** The URL for migrations: DIRECT_URL bypasses a pooler. */
export function requireMigrationUrl(): string {
  return readUrls().DIRECT_URL ?? requireDatabaseUrl();
}

/** Reads the environment and the same .env files as Next.js. Production files are read only if NODE_ENV is "production". */
function readUrls() {
  nextEnv.loadEnvConfig(process.cwd(), process.env.NODE_ENV !== "production");
  const result = parseDatabaseUrls(process.env);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.env;
}

export const cannotOpen =
  "The database cannot be opened → check that it is running and that DATABASE_URL (or DIRECT_URL) is correct";

/** Prints one line per cause and sets the exit code to 1. */
export function fail(error: unknown): void {
  const reasons: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause)
    reasons.push(firstPart(current.message) || String((current as { code?: unknown }).code));
  console.error(reasons.join("\n") || String(error));
  process.exitCode = 1;
}

/** Removes the stack trace of the schema engine, which names lines of Rust code. */
function firstPart(message: string): string {
  return message.replace(/\n\s+0: [\s\S]*/, "").trim();
}
