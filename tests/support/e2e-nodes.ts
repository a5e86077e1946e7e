// Two servers of one site, A and B, on one database and, where TEST_REDIS_URL names one, on one Redis. `test` provides
// them. A file that uses it selects the strategy, and runs in one worker, which has one such site.
import { type App, startApp } from "./e2e-app";
import { type Client, createClient } from "./e2e-client";
import type { TestClock } from "./e2e-clock";
import type { TestUser } from "./e2e-database";
import { test as base, expect } from "./e2e-test";
import { type FaultProxy, openFaultProxy } from "./fault-proxy";

export const redisUrl = process.env.TEST_REDIS_URL ?? "";

export const DEVICE_LIMIT = 6;

interface Site {
  a: App;
  b: App;
  /** The proxies of both servers to the database and to Redis. */
  postgres: FaultProxy;
  redis?: FaultProxy;
}

/** The same browser on A and on B. */
export interface OnBoth {
  onA: Client;
  onB: Client;
}

export const test = base.extend<
  {
    signInOnA: (user: TestUser) => Promise<OnBoth>;
    postgres: FaultProxy;
    redis: FaultProxy;
  },
  { site: Site }
>({
  site: [
    async ({ database, strategy }, use) => {
      const postgres = await openFaultProxy(database.url);
      const redis = redisUrl ? await openFaultProxy(redisUrl) : undefined;
      const [a, b] = await startTwo({
        AUTH_STRATEGY: strategy,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis?.url ?? "",
        SESSION_DEVICE_LIMIT: `${DEVICE_LIMIT}`,
      });
      await use({ a, b, postgres, redis });
      await Promise.all([a.stop(), b.stop()]);
    },
    { scope: "worker" },
  ],
  // Browsers are on A.
  appUrl: [async ({ site }, use) => use(site.a.url), { scope: "worker" }],
  postgres: async ({ site }, use) => {
    await use(site.postgres);
    await site.postgres.restore();
  },
  redis: async ({ site }, use) => {
    if (!site.redis) throw new Error("There is no Redis");
    await use(site.redis);
    await site.redis.restore();
  },
  signInOnA: async ({ site }, use) => use((user) => signInOnFirst([site.a, site.b], user)),
});

export const startTwo = (env: Record<string, string>) =>
  Promise.all([startApp({ env, hasty: true }), startApp({ env, hasty: true })]);

/** With `clock`, both browsers use its time. */
export async function signInOnFirst(
  [a, b]: [App, App],
  user: TestUser,
  clock?: TestClock,
): Promise<OnBoth> {
  const [onA, onB] = [a, b].map(({ url }) => createClient(url, clock?.headers)) as [Client, Client];
  await onA.signIn(user);
  setCookies(onB, onA.cookies);
  return { onA, onB };
}

export function setCookies(client: Client, cookies: Map<string, string>) {
  client.cookies.clear();
  for (const [name, value] of cookies) client.cookies.set(name, value);
}

export async function me(client: Client) {
  const { status, text, headers, setCookies } = await client.get("/api/me");
  const { user } = JSON.parse(text);
  const cost = /sql;desc="(\d+)", redis;desc="(\d+)"/.exec(headers.get("server-timing") ?? "");
  return { status, user, setCookies, sql: Number(cost?.[1]), redis: Number(cost?.[2]) };
}

/** The answers of A and B. */
export const statusOnBoth = async ({ onA, onB }: OnBoth) => [
  (await me(onA)).status,
  (await me(onB)).status,
];

/** Waits until Redis is used again after a fault or on a busy machine. */
export const expectHit = (client: Client) =>
  expect.poll(() => me(client)).toMatchObject({ status: 200, sql: 0, redis: 1 });

export { expect };
