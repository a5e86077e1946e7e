// The environment of every test: sets all settings of the app, independently of the shell and .env.
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
// #region postgres
import { inject } from "vitest";
import { openFaultProxy } from "./fault-proxy";

// #endregion

const settings = parseEnv(readFileSync(".env.example", "utf8"));
for (const name of Object.keys(process.env))
  if (name in settings || /^(AUTH_|VERCEL$|NEXT_)/.test(name)) delete process.env[name];

process.env.AUTH_SECRET = "a secret for tests and of no use anywhere else";

// #region postgres
/** The database of this worker: files that run at the same time share none. Absent in unit tests. */
export const databaseUrl = inject("databaseUrls")?.[Number(process.env.VITEST_POOL_ID) - 1];
// The app uses the database through a proxy that can simulate network failures.
export const network = databaseUrl ? await openFaultProxy(databaseUrl) : undefined;
if (network) {
  process.env.DATABASE_URL = network.url;
  await import("./patient.mjs");
}
// kept: else process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/nothing";
// #endregion

// #region redis
// In projects with a database.
const redisUrl = inject("redisUrl");
if (redisUrl) process.env.REDIS_URL = redisUrl;
// #endregion
