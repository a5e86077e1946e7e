// A Redis that answers with refusals: a replica, a user without a permission, one without free memory. This is logged
// at the first connection, sessions are read from Postgres, and ending sessions reports remaining copies.
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { cachedSessionStore } from "@/features/redis/cached-store";
import { openRedis } from "@/features/redis/client";
import { CopiesRemain, StoreUnavailable } from "@/lib/errors";
import { measured } from "@/lib/http/timing";
import { sessionTable, tokenHashes } from "@/lib/session/store/table";
import { strategies } from "@/lib/session/strategies";
import { allowConsole, REDIS_OUTAGE } from "../support/console";
import { addUser, sessionRows } from "../support/database";
import { type RedisServer, RIGHTS, redisIsInstalled, startRedis } from "../support/redis-servers";
import { noStores, policy, secrets } from "../support/sessions";
import { recordsOf } from "../support/strategies";
import { until } from "../support/until";

const PATIENT = 10_000;

function openNode(redisUrl: string) {
  const redis = openRedis(redisUrl, PATIENT);
  onTestFinished(() => redis.close());
  const store = cachedSessionStore(sessionTable, redis, tokenHashes);
  const strategy = strategies.database.create({
    ...noStores,
    policy,
    clock: Date.now,
    secrets,
    store,
  });
  return { redis, store, strategy, sessions: recordsOf(strategy) };
}

const allow = (server: RedisServer, ...rules: string[]) =>
  server.ask("ACL", "SETUSER", "app", "reset", "on", ">s3cret", ...rules);
const asApp = ({ port }: RedisServer, password = "s3cret") =>
  `redis://app:${password}@127.0.0.1:${port}`;

beforeEach(() => allowConsole(REDIS_OUTAGE));

describe.skipIf(!redisIsInstalled)("Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });

  test("a user with the documented rights is sufficient", async () => {
    await allow(server, ...RIGHTS);
    const { redis, strategy } = openNode(asApp(server));
    await redis.check();
    const { cookie } = await strategy.create(await addUser());
    await strategy.read(cookie);
    expect((await measured(() => strategy.read(cookie))).cost.sql).toBe(0);
  });

  test.each(RIGHTS.filter((rule) => !/ping|hello/.test(rule)))(
    "without %s it is not used, and Postgres is read",
    async (rule) => {
      await allow(server, ...RIGHTS.filter((other) => other !== rule));
      const { redis, strategy } = openNode(asApp(server));
      await expect(redis.check()).rejects.toMatchObject({ cause: { name: "StoreUnusable" } });
      const issued = await strategy.create(await addUser());
      for (let i = 0; i < 2; i++)
        expect(await strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
    },
  );

  test("a replica is not used, and Postgres is read", async () => {
    const replica = await startRedis([`replicaof 127.0.0.1 ${server.port}`]);
    await until(async () => {
      if (!String(await replica.ask("INFO", "replication")).includes("master_link_status:up"))
        throw new Error("not yet");
    });
    const { redis, strategy } = openNode(replica.url);
    await expect(redis.check()).rejects.toMatchObject({ cause: { code: "READONLY" } });
    const issued = await strategy.create(await addUser());
    expect(await strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
  });

  test("with a wrong password it is not used", async () => {
    await allow(server, ...RIGHTS);
    const { redis, strategy } = openNode(asApp(server, "wrong"));
    await expect(redis.check()).rejects.toBeInstanceOf(StoreUnavailable);
    const issued = await strategy.create(await addUser());
    expect(await strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
  });

  test("ending sessions reports remaining copies, and signing out works", async () => {
    await allow(server, ...RIGHTS);
    const { strategy, sessions } = openNode(asApp(server));
    const user = await addUser();
    for (let i = 0; i < 2; i++) await strategy.read((await strategy.create(user)).cookie);
    const own = await strategy.create(await addUser());
    await allow(server, ...RIGHTS, "-del");
    await expect(sessions.endAll(user.id)).rejects.toMatchObject({
      name: "CopiesRemain",
      ended: 2,
      message: expect.stringMatching(/^This is done, but Redis refused/),
    });
    await expect(sessions.endAll(user.id)).resolves.toBe(0);
    expect(await sessionRows(user)).toEqual([]);
    expect(await strategy.end(own.cookie)).toMatchObject({ id: own.id });
    expect(await strategy.read(own.cookie)).toBeNull();
  });

  test("it is used again when all rights are granted", async () => {
    await allow(server, ...RIGHTS, "-set");
    const { redis, strategy } = openNode(asApp(server));
    await expect(redis.check()).rejects.toThrow();
    const { cookie } = await strategy.create(await addUser());
    await allow(server, ...RIGHTS);
    await vi.waitFor(
      async () => expect((await measured(() => strategy.read(cookie))).cost.sql).toBe(0),
      { timeout: 25_000, interval: 200 },
    );
  });
});

test("the refusal is a StoreUnavailable", () => {
  expect(new CopiesRemain(3)).toBeInstanceOf(StoreUnavailable);
});
