// What the db:* commands share.
import nextEnv from "@next/env";
import { parseDatabaseUrls } from "../lib/env-schema";

/** DATABASE_URL, as the app would find it. Throws, naming the remedy, when there is none or it is not right. */
export function requireDatabaseUrl(): string {
  const { DATABASE_URL } = readUrls();
  if (DATABASE_URL) return DATABASE_URL;
  throw new Error(
    "DATABASE_URL is not set → set it to a Postgres URL in .env, or use npm run dev or npm run demo, which bring a database with them",
  );
}

/** The same for migrations, which DIRECT_URL leads past a pooler. */
export function requireMigrationUrl(): string {
  return readUrls().DIRECT_URL ?? requireDatabaseUrl();
}

/** From the environment and the same .env files as Next.js: those of production only where NODE_ENV says so. */
function readUrls() {
  nextEnv.loadEnvConfig(process.cwd(), process.env.NODE_ENV !== "production");
  const result = parseDatabaseUrls(process.env);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.env;
}

export const cannotOpen =
  "The database cannot be opened → see that it runs, and that DATABASE_URL (or DIRECT_URL) is right";

/** Says what went wrong, a line for each cause, and makes the process end with 1. */
export function fail(error: unknown): void {
  const reasons: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause)
    reasons.push(firstPart(current.message) || String((current as { code?: unknown }).code));
  console.error(reasons.join("\n") || String(error));
  process.exitCode = 1;
}

/** Without the trace that the schema engine adds: it names lines of Rust. */
function firstPart(message: string): string {
  return message.replace(/\n\s+0: [\s\S]*/, "").trim();
}
