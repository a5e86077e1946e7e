// What the db:* commands share.
import { existsSync } from "node:fs";

/** DATABASE_URL from the environment or from `.env`. Throws, naming the remedy, when neither has one. */
export function requireDatabaseUrl(): string {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const url = process.env.DATABASE_URL;
  if (url) return url;
  throw new Error(
    "DATABASE_URL is not set → set it to a Postgres URL in .env, or use npm run dev or npm run demo, which bring a database with them",
  );
}

export const cannotOpen =
  "The database cannot be opened → see that it runs, and that DATABASE_URL is right";

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
