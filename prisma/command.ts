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

/** Says in one line what went wrong, causes included, and makes the process end with 1. */
export function fail(error: unknown): void {
  const reasons: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause)
    reasons.push(
      current.message.trim() || String((current as { code?: unknown }).code ?? current.name),
    );
  console.error(reasons.join(": ") || String(error));
  process.exitCode = 1;
}
