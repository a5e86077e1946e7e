// Sessions behind a Redis that is more than one server. Slots are enforced in a Cluster, as managed "serverless" ones
// do, and a failover may lose what the primary had just been told.
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { cachedSessionStore } from "@/features/redis/cached-store";
import { openRedis } from "@/features/redis/client";
import { measured } from "@/lib/http/timing";
import { sessionTable, tokenHashes } from "@/lib/session/store/table";
import { strategies } from "@/lib/session/strategies";
import { allowConsole, REDIS_OUTAGE } from "../support/console";
import { addUser } from "../support/database";
import {
  type RedisServer,
  redisIsInstalled,
  startCluster,
  startSentinel,
  until,
} from "../support/redis-servers";
import { policy, secrets } from "../support/sessions";
import { recordsOf } from "../support/strategies";

/** Milliseconds: where Redis is well, a busy machine is no fault of its. */
const PATIENT = 10_000;

/** A server of the site. */
function openNode(redisUrl: string, timeout?: number) {
  const redis = openRedis(redisUrl, timeout);
  onTestFinished(() => redis.close());
  const store = cachedSessionStore(sessionTable, redis, tokenHashes);
  const strategy = strategies.database.create({ policy, clock: Date.now, secrets, store });
  return { strategy, sessions: recordsOf(strategy) };
}
type Node = ReturnType<typeof openNode>;

/** Until a copy answers, with one command and no SQL. */
const expectHit = ({ strategy }: Node, cookie: string) =>
  until(async () => {
    const { cost } = await measured(() => strategy.read(cookie));
    if (cost.sql > 0) throw new Error("not yet");
  });

/** Many enough to lie in every part of a Cluster. */
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

const cluster = async (): Promise<Servers> => {
  const nodes = await startCluster();
  const [first, ...others] = nodes as [RedisServer, ...RedisServer[]];
  return {
    // The first is the one that fails.
    url: `redis://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
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

const sentinel = async (settings: string[] = [], credentials = ""): Promise<Servers> => {
  const { primary, replica, sentinel } = await startSentinel(settings);
  return {
    url: `redis://${credentials}127.0.0.1:${sentinel.port}`,
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

  test("a failover signs nobody out, and brings no session back that has ended", async () => {
    const [a, b] = [openNode(servers.url), openNode(servers.url)];
    const { user, cookies } = await signInMany(a);
    const staying = await signInMany(b);
    const failedOver = servers.failOver();
    // While it lasts, and whatever the old primary has told the new one.
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
    // It is made use of again.
    for (const node of [a, b]) for (const cookie of staying.cookies) await expectHit(node, cookie);
    await readAll();
  }, 90_000);
});
