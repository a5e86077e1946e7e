// Marks in Redis alone: there is no copy in Postgres. A Redis that evicts or loses keys forgets marks, so it has to keep
// them: `maxmemory-policy noeviction`, and `appendonly yes` or another way to survive a restart.
import "server-only";
import type { SessionMarks } from "../../lib/session/store/types";
import type { Redis } from "./client";

/** One command for several keys. The part in braces puts a user's keys into one slot of a Cluster. */
const FIND = `
  local values = {}
  for n, key in ipairs(KEYS) do values[n] = redis.call("GET", key) end
  return values`;

export const redisMarks = (redis: Pick<Redis, "send">): SessionMarks => ({
  async find(userId, names) {
    const keys = names.map((name) => toKey(userId, name));
    const [first = ""] = keys;
    const values = await redis.send(first, "EVAL", FIND, String(keys.length), ...keys);
    const found = names.flatMap((name, n): [string, string][] => {
      const value = (values as unknown[])[n];
      return typeof value === "string" ? [[name, value]] : [];
    });
    return new Map(found);
  },

  async set(userId, { name, value }, now, expires) {
    const lifetime = Math.max(Math.ceil(expires - now), 1);
    const key = toKey(userId, name);
    await redis.send(key, "SET", key, value, "PX", String(lifetime));
  },
});

const toKey = (userId: string, name: string) =>
  `session:mark:{${encodeURIComponent(userId)}}:${name}`;
