// Servers of one site: each has its own connection to Redis, and all share one database.
import { createClient } from "@redis/client";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { cachedSessionStore } from "@/features/redis/cached-store";
import { openRedis, type Redis } from "@/features/redis/client";
import { redisMarks } from "@/features/redis/marks";
import { sessionTable, tokenHashes } from "@/lib/session/store/table";
import type { SessionStore } from "@/lib/session/store/types";
import { strategies } from "@/lib/session/strategies";
import type { StrategyDependencies } from "@/lib/session/strategy";
import { hashToken } from "@/lib/session/tokens/reference-token";
import { openFaultProxy } from "./fault-proxy";
import { policy, secrets } from "./sessions";
import { recordsOf } from "./strategies";

const redisUrl = inject("redisUrl") ?? "";

const close: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of close.splice(0)) await end();
});

/** Milliseconds. Long, because a busy machine must not count as a failure of Redis. */
const PATIENT = 10_000;

interface NodeOptions extends Partial<StrategyDependencies> {
  /** The number of a logical Redis database that only these tests use. */
  logical?: number;
  /** Wraps the real table. */
  table?: Partial<SessionStore>;
}

/** A server with the `database` strategy. */
export const openNode = (options?: NodeOptions) =>
  open(openRedis(urlOf(options?.logical), PATIENT), options);

/** A server whose connection to Redis can fail, with the timeout of the app. */
export async function openBreakableNode(options?: NodeOptions) {
  const network = await openFaultProxy(redisUrl);
  const node = open(openRedis(network.url), options);
  close.push(() => network.refuse());
  return { ...node, network };
}

function urlOf(logical = 0): string {
  const url = new URL(redisUrl);
  if (logical) url.pathname = `/${logical}`;
  return url.href;
}

function open(redis: Redis, { table = {}, logical: _, ...changes }: NodeOptions = {}) {
  close.push(() => redis.close());
  const store = cachedSessionStore({ ...sessionTable, ...table }, redis, tokenHashes);
  const strategy = strategies.database.create({
    marks: redisMarks(redis),
    policy,
    clock: Date.now,
    secrets,
    store,
    ...changes,
  });
  return { store, strategy, sessions: recordsOf(strategy) };
}

/** A direct connection to Redis, without the app and the proxy. */
export const redis = createClient({ url: redisUrl });
beforeAll(async () => void (await redis.connect()));
afterAll(() => redis.destroy());

/** Deletes all keys of that logical database. */
export async function flush(logical: number): Promise<void> {
  const client = await createClient({ url: urlOf(logical) }).connect();
  await client.flushDb();
  client.destroy();
}

/** The key of a session's copy. */
export const keyOf = async (cookie: string) => `session:${await hashToken(cookie)}`;
