// Sessions in Redis, in front of the table. Postgres is authoritative: Redis holds copies for less than a minute.
// Writers delete cached copies before they return. docs/decisions/0010.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CopiesRemain } from "../../lib/errors";
import type { SessionRow, SessionStore } from "../../lib/session/store/types";
import { countMetric } from "../telemetry/observe";
import { isRefusal, type Redis } from "./client";

/** Milliseconds within which a reader must store the row: longer than a query may take. */
const LEASE = 10_000;
/** The lifetime of a copy in milliseconds. */
const COPY_LIFETIME = 50_000;
/** The most milliseconds that an ended session can stay in Redis, if its copy could not be deleted. */
const LONGEST = LEASE + COPY_LIFETIME;
/** Milliseconds between two attempts at deleting copies, while Redis gives no answer. */
const RETRY = 250;
/** The number of copies that are deleted in parallel. */
const BATCH = 500;

/**
 * Stores a copy only if the reader's own lease is still there. Leases are deleted together with copies, so a reader that
 * was slower than a change cannot store the old row, at any time
 * (Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, 3.2.1).
 */
const FILL = `
  if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3]) end`;

/**
 * After an outage, only copies that were stored later are used. During the outage nobody could delete copies, so an
 * older copy may be of a session that has ended.
 */
const READ_SINCE = `
  if redis.call("PTTL", KEYS[1]) >= tonumber(ARGV[1]) then return redis.call("GET", KEYS[1]) end`;

/** The row without the hash of its token, which is the key. */
const copySchema = z.object({
  id: z.string(),
  user: z.object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: z.enum(["user", "admin"]),
  }),
  authTime: z.number(),
  renewedAt: z.number(),
  expires: z.number(),
  short: z.literal(true).optional(),
  method: z.string().optional(),
}) satisfies z.ZodType<Omit<SessionRow, "tokenHash">>;

/** `table`, asked only for sessions that Redis does not have. `tokenHashes` returns those of a user's sessions. */
export function cachedSessionStore(
  table: SessionStore,
  redis: Redis,
  tokenHashes: (userId: string) => Promise<string[]>,
): SessionStore {
  /** Undefined if Redis gives no answer: then the database is read. */
  const attempt = (key: string, ...command: string[]) =>
    redis.send(key, ...command).catch(() => undefined);

  function read(key: string) {
    const youngest = Math.ceil(COPY_LIFETIME - redis.upFor());
    return youngest > 0
      ? attempt(key, "EVAL", READ_SINCE, "1", key, String(youngest))
      : attempt(key, "GET", key);
  }

  async function find(tokenHash: string): Promise<SessionRow | null> {
    const key = toKey(tokenHash);
    const held = await read(key);
    const copy = parse(held);
    countMetric("session.cache", { result: copy ? "hit" : "miss" });
    if (copy) return { ...copy, tokenHash };
    // Another reader is about to store it. If two do so at the same moment, only one of them succeeds.
    if (held === undefined || isLease(held)) return table.find({ tokenHash });

    const lease = newLease();
    const leased = await attempt(key, "SET", key, lease, "PX", String(LEASE));
    const row = await table.find({ tokenHash });
    const lifetime = row ? Math.min(row.expires - Date.now(), COPY_LIFETIME) : 0;
    if (row && leased && lifetime > 0)
      await attempt(
        key,
        "EVAL",
        FILL,
        "1",
        key,
        lease,
        JSON.stringify(toCopy(row)),
        String(lifetime),
      );
    return row;
  }

  /**
   * When it returns, no server uses a copy of these sessions any more, if Redis can be reached. Otherwise it retries in the
   * background. Returns whether Redis refused, for example because its user may not delete.
   */
  async function forget(hashes: string[]): Promise<"done" | "refused"> {
    const { left, refused } = await deleteAll(hashes.map(toKey));
    if (left.length > 0) void keepTrying(left);
    return refused ? "refused" : "done";
  }

  /** Key by key, because a Redis with slots refuses a command with keys of several slots. */
  async function deleteAll(keys: string[]): Promise<{ left: string[]; refused: boolean }> {
    const left: string[] = [];
    let refused = false;
    const remove = async (key: string) => {
      try {
        await redis.send(key, "DEL", key);
      } catch (error) {
        left.push(key);
        refused ||= isRefusal(error);
      }
    };
    for (let done = 0; done < keys.length; done += BATCH) {
      await Promise.all(keys.slice(done, done + BATCH).map(remove));
      // If these got no answer, the next ones will get none either.
      if (left.length > 0) return { left: [...left, ...keys.slice(done + BATCH)], refused };
    }
    return { left, refused };
  }

  /** Retries until the copies have expired. Nobody waits for it: Postgres has the change already. */
  async function keepTrying(keys: string[]): Promise<void> {
    let left = keys;
    for (let waited = 0; waited < LONGEST && left.length > 0; waited += RETRY) {
      await sleep(RETRY, undefined, { ref: false });
      ({ left } = await deleteAll(left));
    }
  }

  return {
    ...table,

    find: (key, { fresh = false } = {}) =>
      fresh || "id" in key ? table.find(key) : find(key.tokenHash),

    async insert(row, options) {
      const inserted = await table.insert(row, options);
      await forget([...inserted.replaced, ...inserted.evicted].map(({ tokenHash }) => tokenHash));
      return inserted;
    },

    async extend(row, now, expires) {
      await table.extend(row, now, expires);
      await forget([row.tokenHash]);
    },

    async rotate(id, swap, now, expires) {
      const swapped = await table.rotate(id, swap, now, expires);
      if (swapped) await forget([swap.from]);
      return swapped;
    },

    async remove(which) {
      const ended = await table.remove(which);
      const hashes = ended.map(({ tokenHash }) => tokenHash);
      // Also for a row that is already gone: the previous attempt may have failed after deleting it.
      if ("tokenHash" in which) hashes.push(which.tokenHash);
      const outcome = await forget(hashes);
      // Signing out removes the cookie. It must not fail because a copy is left.
      if (outcome === "refused" && "userId" in which) throw new CopiesRemain(ended.length);
      return ended;
    },

    async userChanged(userId) {
      if ((await forget(await tokenHashes(userId))) === "refused") throw new CopiesRemain(0);
    },
  };
}

const toKey = (tokenHash: string) => `session:${tokenHash}`;

const newLease = () => `lease:${crypto.randomUUID()}`;
const isLease = (held: unknown) => typeof held === "string" && held.startsWith("lease:");

/** Column by column: what is not written here never gets to Redis. */
function toCopy({ id, user, authTime, renewedAt, expires, short, method }: SessionRow) {
  return { id, user, authTime, renewedAt, expires, short, method };
}

/** Null if the value is not a copy, or has the format of another version. */
function parse(held: unknown): z.output<typeof copySchema> | null {
  if (typeof held !== "string" || !held.startsWith("{")) return null;
  try {
    return copySchema.safeParse(JSON.parse(held)).data ?? null;
  } catch {
    return null;
  }
}
