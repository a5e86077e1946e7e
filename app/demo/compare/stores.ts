// The session stores of a story: the real table and, in one lane, a real Redis as its cache.
import "server-only";
import { cachedSessionStore } from "@/features/redis/cached-store";
import { getRedis, type Redis } from "@/features/redis/client";
import { sessionTable, tokenHashes } from "@/lib/session/store/table";
import type { SessionMarks, SessionStore } from "@/lib/session/store/types";
import { labMarks as marks } from "../shared/lab-marks";
import type { LaneName } from "./lane";

export interface Stores {
  store: SessionStore;
  marks: SessionMarks;
  /** Finds the same as `store`, without leaving a copy in Redis. */
  onlooker: SessionStore;
  /** Called with the seconds by which the simulated clock moves. */
  letPass: (seconds: number) => Promise<void>;
}

/** Redis uses its own clock. This shortens the lifetime of a copy by the time that passes in the story. */
const AGE = `redis.call("PEXPIRE", KEYS[1], redis.call("PTTL", KEYS[1]) - ARGV[1])`;

/** Runs `work`, then deletes its keys from Redis. */
export async function withStores<T>(name: LaneName, work: (stores: Stores) => Promise<T>) {
  if (name !== "redis")
    return work({ store: sessionTable, marks, onlooker: sessionTable, letPass: async () => {} });

  // A story has only its own copies, so none is from before an outage.
  const redis = { ...getRedis(), upFor: () => Number.POSITIVE_INFINITY };
  const keys = new Set<string>();
  const noted: Redis = {
    ...redis,
    send(key, ...command) {
      keys.add(key);
      return redis.send(key, ...command);
    },
  };
  const onlooking: Redis = {
    ...redis,
    send: async (key, ...command) => (command[0] === "SET" ? null : redis.send(key, ...command)),
  };
  // If Redis does not answer, the database is asked, as in the app.
  const attempt = (key: string, ...command: string[]) =>
    redis.send(key, ...command).catch(() => null);
  try {
    return await work({
      store: cachedSessionStore(sessionTable, noted, tokenHashes),
      marks,
      onlooker: cachedSessionStore(sessionTable, onlooking, tokenHashes),
      async letPass(seconds) {
        for (const key of keys) await attempt(key, "EVAL", AGE, "1", key, String(seconds * 1000));
      },
    });
  } finally {
    for (const key of keys) await attempt(key, "DEL", key);
  }
}
