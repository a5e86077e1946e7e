// The environment of every test: what the app reads is set here, whatever the shell or .env says.
import { inject } from "vitest";
import { openFaultProxy } from "./fault-proxy";

for (const name of Object.keys(process.env))
  if (
    /^(AUTH_|SESSION_|ACCESS_TOKEN_|REFRESH_|CRON_SECRET$|TOKEN_|TRUSTED_|PASSWORD_|DATABASE_|DIRECT_URL$|REDIS_URL$|VERCEL$|DEMO$|NEXT_)/.test(
      name,
    )
  )
    delete process.env[name];

process.env.AUTH_SECRET = "a secret for tests and of no use anywhere else";

// The app reaches the database through a proxy that can fail as networks do.
const databaseUrl = inject("databaseUrl");
export const network = databaseUrl ? await openFaultProxy(databaseUrl) : undefined;
if (network) process.env.DATABASE_URL = network.url;

// #region redis
// In the project that has one.
const redisUrl = inject("redisUrl");
if (redisUrl) process.env.REDIS_URL = redisUrl;
// #endregion
