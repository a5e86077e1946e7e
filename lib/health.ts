// How the stores are, for load balancers and for the log: each is asked once at a time, however many want to know.
import "server-only";
import { getRedis } from "../features/redis/client";
import { checkDatabase } from "./database/client";
import { env } from "./env";
import { findStoreUnavailable, StoreUnusable } from "./errors";

/** `unusable`: it answers, but not as it must. The log says why. `off`: there is none. */
export type StoreHealth = "up" | "down" | "unusable" | "off";

const ask = {
  database: oneAtATime(
    async (): Promise<StoreHealth> => (env.DATABASE_URL ? health(checkDatabase) : "off"),
  ),
  redis: oneAtATime(
    async (): Promise<StoreHealth> => (env.REDIS_URL ? health(() => getRedis().check()) : "off"),
  ),
};

export async function checkStores(): Promise<{ database: StoreHealth; redis: StoreHealth }> {
  const [database, redis] = await Promise.all([ask.database(), ask.redis()]);
  return { database, redis };
}

async function health(check: () => Promise<unknown>): Promise<StoreHealth> {
  try {
    await check();
    return "up";
  } catch (error) {
    return findStoreUnavailable(error)?.cause instanceof StoreUnusable ? "unusable" : "down";
  }
}

/** Who asks while it is being asked gets the same answer. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
