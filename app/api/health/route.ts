import { connection } from "next/server";
import { strategy } from "@/auth";
import { env } from "@/lib/env";
import { checkStores } from "@/lib/health";
import { json } from "@/lib/http/respond";
import { isShuttingDown } from "@/lib/shutdown";

/**
 * For load balancers, without a sign-in. 503 when a store that the strategy cannot do without, which Redis never is,
 * is down or unusable; with `?ready` also while the server shuts down. With `?live` it asks no store, and is 200 for as
 * long as the process runs.
 */
export async function GET(request: Request) {
  await connection();
  const { searchParams } = new URL(request.url);
  if (searchParams.has("live")) return json({ ok: true });
  const { database, redis } = await checkStores();
  const usable = { DATABASE_URL: database === "up", REDIS_URL: redis === "up" };
  const ok =
    strategy.needs.every((name) => !env[name] || usable[name]) &&
    !(searchParams.has("ready") && isShuttingDown());
  return json({ ok, strategy: strategy.name, database, redis }, ok ? 200 : 503);
}
