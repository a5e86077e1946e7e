import { connection } from "next/server";
import { strategy } from "@/auth";
import { checkStores } from "@/lib/health";
import { json } from "@/lib/http/respond";
import { isShuttingDown } from "@/lib/shutdown";

/**
 * For load balancers, without a sign-in. With `?ready`, 503 while the server shuts down. With `?live`, 200 for as long as
 * the process runs.
 // #region postgres
 * 503 also when the store that the strategy asks about its sessions is down or unusable; `?live` asks no store.
 // #endregion
 */
export async function GET(request: Request) {
  await connection();
  const { searchParams } = new URL(request.url);
  if (searchParams.has("live")) return json({ ok: true });
  // #region postgres
  const { isUsable, ...stores } = await checkStores(strategy.needs);
  // #endregion
  const ok = isUsable && !(searchParams.has("ready") && isShuttingDown());
  return json(
    {
      ok,
      strategy: strategy.name,
      // #region postgres
      ...stores,
      // #endregion
    },
    ok ? 200 : 503,
  );
}
