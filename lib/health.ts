// The state of the stores, for load balancers and for the log. Parallel requests share one check.
import "server-only";
import { checkDatabase } from "./database/client";
import { env } from "./env";
import { findStoreUnavailable, StoreUnusable } from "./errors";

/** `unusable`: the store answers, but cannot be used. The log says why. `off`: not configured. */
export type StoreHealth = "up" | "down" | "unusable" | "off";

const ask = {
  database: oneAtATime(
    async (): Promise<StoreHealth> => (env.DATABASE_URL ? health(checkDatabase) : "off"),
  ),
  // #region redis
  redis: oneAtATime(async (): Promise<StoreHealth> => {
    if (!env.REDIS_URL) return "off";
    const { getRedis } = await import("../features/redis/client");
    return health(() => getRedis().check());
  }),
  // #endregion
};

/** `isUsable`: the first of the settings in `needs` that is set names a store that is up. */
export async function checkStores(needs: readonly ("DATABASE_URL" | "REDIS_URL")[] = []) {
  // #region redis
  const [database, redis] = await Promise.all([ask.database(), ask.redis()]);
  const usable = { DATABASE_URL: database === "up", REDIS_URL: redis === "up" };
  // #endregion
  // without redis: const database = await ask.database();
  // without redis: const usable = { DATABASE_URL: database === "up" };
  const asked = needs.find((name) => env[name]);
  const isUsable = asked === undefined || usable[asked];
  return {
    database,
    // #region redis
    redis,
    // #endregion
    isUsable,
  };
}

async function health(check: () => Promise<unknown>): Promise<StoreHealth> {
  try {
    await check();
    return "up";
  } catch (error) {
    return findStoreUnavailable(error)?.cause instanceof StoreUnusable ? "unusable" : "down";
  }
}

/** Requests during a check share its result. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
