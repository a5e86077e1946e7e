// Sessions with a Redis of several servers. A Cluster enforces slots, like managed "serverless" services, and a
// failover may lose the latest writes.
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { cachedSessionStore } from "@/features/redis/cached-store";
import { openRedis } from "@/features/redis/client";
import { measured } from "@/lib/http/timing";
import { sessionTable, tokenHashes } from "@/lib/session/store/table";
import { strategies } from "@/lib/session/strategies";
import { allowConsole, REDIS_OUTAGE } from "../support/console";
import { addUser } from "../support/database";
import {
  IN_A_CLUSTER,
  type RedisServer,
  RIGHTS,
  redisIsInstalled,
  startCluster,
  startSentinel,
} from "../support/redis-servers";
import { noStores, policy, secrets } from "../support/sessions";
import { recordsOf } from "../support/strategies";
import { until } from "../support/until";

/** Milliseconds. Long, because a busy machine must not count as a failure of Redis. */
const PATIENT = 10_000;

/** A server of the site. */
function openNode(redisUrl: string, timeout?: number) {
  const redis = openRedis(redisUrl, timeout);
  onTestFinished(() => redis.close());
  const store = cachedSessionStore(sessionTable, redis, tokenHashes);
  const strategy = strategies.database.create({
    ...noStores,
    policy,
    clock: Date.now,
    secrets,
    store,
  });
  return { strategy, sessions: recordsOf(strategy) };
}
type Node = ReturnType<typeof openNode>;

/** Waits until a copy is used, with one command and no SQL. */
const expectHit = ({ strategy }: Node, cookie: string) =>
  until(async () => {
    const { cost } = await measured(() => strategy.read(cookie));
    if (cost.sql > 0) throw new Error("not yet");
  });

/** Enough keys to be in every part of a Cluster. */
const MANY = 23;

async function signInMany(node: Node) {
  const user = await addUser();
  const cookies: string[] = [];
  // One by one, as Postgres does it: on a busy machine the last of many at once would wait for too long.
  for (let i = 0; i < MANY; i++) cookies.push((await node.strategy.create(user)).cookie);
  for (const cookie of cookies) await expectHit(node, cookie);
  return { user, cookies };
}

beforeEach(() => allowConsole(REDIS_OUTAGE));

interface Servers {
  url: string;
  /** Ends a primary, and resolves when another is in its place. */
  failOver(): Promise<void>;
}

/** With a user who has only the documented rights. */
const APP = "app:s3cret@";
const allow = (servers: RedisServer[], ...more: string[]) =>
  Promise.all(
    servers.map((server) =>
      server.ask("ACL", "SETUSER", "app", "on", ">s3cret", ...RIGHTS, ...more),
    ),
  );

const cluster = async (): Promise<Servers> => {
  const nodes = await startCluster();
  await allow(nodes, IN_A_CLUSTER);
  const [first, ...others] = nodes as [RedisServer, ...RedisServer[]];
  return {
    // The first is the one that fails.
    url: `redis://${APP}${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    async failOver() {
      await first.kill();
      await until(async () => {
        const { length } =
          String(await others[0]?.ask("CLUSTER", "NODES")).match(/master -/g) ?? [];
        if (length !== 3) throw new Error("no replica is promoted yet");
      });
    },
  };
};

const sentinel = async (): Promise<Servers> => {
  const { primary, replica, sentinel } = await startSentinel();
  await allow([primary, replica]);
  return {
    url: `redis://${APP}127.0.0.1:${sentinel.port}`,
    async failOver() {
      await primary.kill();
      await until(async () => {
        if (!String(await replica.ask("INFO", "replication")).includes("role:master"))
          throw new Error("the replica is not promoted yet");
      });
    },
  };
};

describe.skipIf(!redisIsInstalled).each([
  ["a Cluster", cluster],
  ["Sentinels", sentinel],
])("%s", (_what, start) => {
  let servers: Servers;
  beforeAll(async () => {
    servers = await start();
  }, 60_000);

  test("all of a user's sessions end on every server at once", async () => {
    const [a, b] = [openNode(servers.url, PATIENT), openNode(servers.url, PATIENT)];
    const { user, cookies } = await signInMany(a);
    for (const cookie of cookies) await expectHit(b, cookie);
    expect(await a.sessions.endAll(user.id)).toBe(MANY);
    for (const cookie of cookies) expect(await b.strategy.read(cookie)).toBeNull();
  });

  test("a failover signs nobody out and does not restore ended sessions", async () => {
    const [a, b] = [openNode(servers.url), openNode(servers.url)];
    const { user, cookies } = await signInMany(a);
    const staying = await signInMany(b);
    const failedOver = servers.failOver();
    // Until it expires, for any state of the replication.
    await a.sessions.endAll(user.id);
    const readAll = async () => {
      for (const { strategy } of [a, b]) {
        for (const cookie of cookies) expect(await strategy.read(cookie)).toBeNull();
        for (const cookie of staying.cookies)
          expect(await strategy.read(cookie)).toMatchObject({ user: { id: staying.user.id } });
      }
    };
    await readAll();
    await failedOver;
    await readAll();
    // It is used again.
    for (const node of [a, b]) for (const cookie of staying.cookies) await expectHit(node, cookie);
    await readAll();
  }, 90_000);
});
