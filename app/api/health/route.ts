import { connection } from "next/server";
import { strategy } from "@/auth";
import { getRedis } from "@/features/redis/client";
import { askDatabase } from "@/lib/database/client";
import { env } from "@/lib/env";
import { json } from "@/lib/http/respond";

/**
 * For load balancers: 503 when a store that this strategy cannot do without is down, which Redis never is.
 * No secrets, no sign-in.
 */
export async function GET() {
  await connection();
  const [database, redis] = await Promise.all([
    probe(env.DATABASE_URL, () => askDatabase(({ pool }) => pool.query("SELECT 1"))),
    probe(env.REDIS_URL, () => getRedis().send("PING")),
  ]);
  const ok = database === "up" || !strategy.needs.includes("DATABASE_URL");
  return json({ ok, strategy: strategy.name, database, redis }, ok ? 200 : 503);
}

async function probe(
  url: string | undefined,
  ask: () => Promise<unknown>,
): Promise<"up" | "down" | "off"> {
  if (!url) return "off";
  try {
    await ask();
    return "up";
  } catch {
    return "down";
  }
}
