// Sessions in Redis, in front of the table. Postgres is authoritative: Redis holds copies, for less than a minute, and
// whoever changes a row or its user deletes them before anyone is told that it is done. docs/decisions/0010.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CopiesRemain } from "../../lib/errors";
import type { SessionRow, SessionStore } from "../../lib/session/store/types";
import { isRefusal, type Redis } from "./client";

/** Milliseconds for who asks the database to come back with the row: longer than any query may take. */
const LEASE = 10_000;
/** Milliseconds that a copy is kept. */
const COPY_LIFETIME = 50_000;
/** Milliseconds that a dead session could live in Redis, at the very most, if its copy could not be deleted. */
const LONGEST = LEASE + COPY_LIFETIME;
/** Milliseconds between two attempts at deleting copies, while Redis gives no answer. */
const RETRY = 250;
/** Copies that are deleted at once. */
const BATCH = 500;

/**
 * Puts a copy only where the reader's own lease still lies. Leases are deleted along with copies: a reader
 * who was slower than a change cannot bring back the row from before, however late it comes
 * (Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, 3.2.1).
 */
const FILL = `
  if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3]) end`;

/**
 * For the time after an outage: only what was put there since. While nobody could delete copies, sessions
 * have been ended, and one that was seen dead may not come back.
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
}) satisfies z.ZodType<Omit<SessionRow, "tokenHash">>;

/** `table`, asked only for what Redis does not know. `tokenHashes` are those of a user's sessions. */
export function cachedSessionStore(
  table: SessionStore,
  redis: Redis,
  tokenHashes: (userId: string) => Promise<string[]>,
): SessionStore {
  /** Undefined when Redis gives no answer: then the database does. */
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
    if (copy) return { ...copy, tokenHash };
    // Someone else is at it already. Two who are at it at the same moment do no harm: one of them fills.
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
   * Once it returns, no server answers from a copy of these any more, if Redis can be reached. Otherwise it goes on
   * trying in the background. Answers whether Redis refused, as it does where the user may not delete.
   */
  async function forget(hashes: string[]): Promise<"done" | "refused"> {
    const { left, refused } = await deleteAll(hashes.map(toKey));
    if (left.length > 0) void keepTrying(left);
    return refused ? "refused" : "done";
  }

  /** Key by key, because a Redis with slots refuses a command about keys of several. */
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
      // Without an answer to these, there will be none to the next ones soon.
      if (left.length > 0) return { left: [...left, ...keys.slice(done + BATCH)], refused };
    }
    return { left, refused };
  }

  /** Until the copies have ended by themselves. Nobody waits for it: Postgres has the change already. */
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
      // Also one that is gone from the table: the attempt before this may have got no further.
      if ("tokenHash" in which) hashes.push(which.tokenHash);
      const outcome = await forget(hashes);
      // Who signs out gives the cookie away: that must not fail because a copy is left.
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
function toCopy({ id, user, authTime, renewedAt, expires }: SessionRow) {
  return { id, user, authTime, renewedAt, expires };
}

/** Null for whatever is no copy of ours, or one of another version. */
function parse(held: unknown): z.output<typeof copySchema> | null {
  if (typeof held !== "string" || !held.startsWith("{")) return null;
  try {
    return copySchema.safeParse(JSON.parse(held)).data ?? null;
  } catch {
    return null;
  }
}
