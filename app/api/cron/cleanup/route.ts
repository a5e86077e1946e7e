import { createHash, timingSafeEqual } from "node:crypto";
import { connection } from "next/server";
import { deleteExpired } from "@/lib/accounts/cleanup";
import { askDatabase } from "@/lib/database/client";
import { env } from "@/lib/env";
import { answerFaults, json } from "@/lib/http/respond";

/** For a scheduler (vercel.json): deletes expired rows, and returns the number of sessions. 401 without the secret. */
export const GET = answerFaults(async (request: Request) => {
  await connection();
  if (
    !env.CRON_SECRET ||
    !isSame(request.headers.get("authorization"), `Bearer ${env.CRON_SECRET}`)
  )
    return json({ error: "unauthorized" }, 401);
  if (!env.DATABASE_URL) return json({ deleted: 0 });
  const deleted = await askDatabase(({ pool }) => deleteExpired(pool));
  return json({ deleted: deleted.Session ?? 0 });
});

/** Takes the same time for every text. */
function isSame(given: string | null, right: string): boolean {
  const [a, b] = [given ?? "", right].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
