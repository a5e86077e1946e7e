// Servers of one site: each with a connection of its own to Redis, all on one database.
import { createClient } from "@redis/client";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { cachedSessionStore } from "@/features/redis/cached-store";
import { openRedis, type Redis } from "@/features/redis/client";
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

/** Milliseconds: where Redis is well, a busy machine is no fault of its. */
const PATIENT = 10_000;

interface NodeOptions extends Partial<StrategyDependencies> {
  /** The number of another logical database of Redis, of which nothing else makes use. */
  logical?: number;
  /** Stands in front of the real table. */
  table?: Partial<SessionStore>;
}

/** A server with the `database` strategy. */
export const openNode = (options?: NodeOptions) =>
  open(openRedis(urlOf(options?.logical), PATIENT), options);

/** One whose way to Redis can be broken, and which waits for it no longer than the app does. */
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
    policy,
    clock: Date.now,
    secrets,
    store,
    ...changes,
  });
  return { store, strategy, sessions: recordsOf(strategy) };
}

/** Redis as its owner sees it: past the app, and past the faults of the network. */
export const redis = createClient({ url: redisUrl });
beforeAll(async () => void (await redis.connect()));
afterAll(() => redis.destroy());

/** Deletes all that is in that logical database. */
export async function flush(logical: number): Promise<void> {
  const client = await createClient({ url: urlOf(logical) }).connect();
  await client.flushDb();
  client.destroy();
}

/** Where the copy of a session lies. */
export const keyOf = async (cookie: string) => `session:${await hashToken(cookie)}`;
