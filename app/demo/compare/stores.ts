// What the strategies of a story keep their sessions in: the real table and, in one lane, the real Redis before it.
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
  /** Finds what `store` would find, and leaves no copy where it looked. */
  onlooker: SessionStore;
  /** To be told of the seconds by which the clock is turned. */
  letPass: (seconds: number) => Promise<void>;
}

/** Redis goes by its own clock. Copies grow older here by what passes in the story, as if they had lain there so long. */
const AGE = `redis.call("PEXPIRE", KEYS[1], redis.call("PTTL", KEYS[1]) - ARGV[1])`;

/** Runs `work`, after which Redis holds nothing of it. */
export async function withStores<T>(name: LaneName, work: (stores: Stores) => Promise<T>) {
  if (name !== "redis")
    return work({ store: sessionTable, marks, onlooker: sessionTable, letPass: async () => {} });

  // The copies of a story are its own, so none is from before an outage.
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
  // Without an answer the database is asked, here as everywhere.
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
