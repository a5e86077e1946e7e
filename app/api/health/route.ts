import { connection } from "next/server";
import { strategy } from "@/auth";
import { askDatabase, getPool } from "@/lib/db";
import { env } from "@/lib/env";
import { json } from "@/lib/session/respond";

/** For load balancers: 503 when a store that this strategy cannot do without is down. No secrets, no sign-in. */
export async function GET() {
  await connection();
  const database = await probeDatabase();
  const ok = database === "up" || !strategy.needsDatabase;
  return json({ ok, strategy: strategy.name, database, redis: "off" }, ok ? 200 : 503);
}

async function probeDatabase(): Promise<"up" | "down" | "off"> {
  if (!env.DATABASE_URL) return "off";
  try {
    await askDatabase(() => getPool().query("SELECT 1"));
    return "up";
  } catch {
    return "down";
  }
}
