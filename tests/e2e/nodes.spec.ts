// Two servers on one database and one Redis behave as one: what happens on A holds on B with the next request.
import { type App, startApp } from "../support/e2e-app";
import { type Client, createClient } from "../support/e2e-client";
import type { TestUser } from "../support/e2e-database";
import { field } from "../support/e2e-forms";
import { test as base, expect } from "../support/e2e-test";
import { type FaultProxy, openFaultProxy } from "../support/fault-proxy";

const redisUrl = process.env.TEST_REDIS_URL ?? "";

interface Site {
  a: App;
  b: App;
  /** The way of both to Redis. */
  redis: FaultProxy;
}

const test = base.extend<
  {
    /** Signs in on A; what comes back is the same browser on A and on B. */
    signInOnA: (user: TestUser) => Promise<{ onA: Client; onB: Client }>;
    redis: FaultProxy;
  },
  { site: Site }
>({
  site: [
    async ({ database }, use) => {
      const redis = await openFaultProxy(redisUrl);
      const env = {
        AUTH_STRATEGY: "database",
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
      };
      const [a, b] = await Promise.all([startApp({ env }), startApp({ env })]);
      await use({ a, b, redis });
      await Promise.all([a.stop(), b.stop()]);
    },
    { scope: "worker" },
  ],
  // Browsers are on A.
  appUrl: [async ({ site }, use) => use(site.a.url), { scope: "worker" }],
  redis: async ({ site }, use) => {
    await use(site.redis);
    await site.redis.restore();
  },
  signInOnA: async ({ site }, use) =>
    use(async (user) => {
      const [onA, onB] = [createClient(site.a.url), createClient(site.b.url)];
      await onA.signIn(user);
      setCookies(onB, onA.cookies);
      return { onA, onB };
    }),
});

test.use({ strategy: "database" });
test.skip(!redisUrl, "DID NOT RUN: TEST_REDIS_URL is not set; CI sets it");
// In one worker, which has one such site.
test.describe.configure({ mode: "default" });

function setCookies(client: Client, cookies: Map<string, string>) {
  client.cookies.clear();
  for (const [name, value] of cookies) client.cookies.set(name, value);
}

const me = async (client: Client) => {
  const { status, text, headers } = await client.get("/api/me");
  const { user } = JSON.parse(text);
  const cost = /sql;desc="(\d+)", redis;desc="(\d+)"/.exec(headers.get("server-timing") ?? "");
  return { status, user, sql: Number(cost?.[1]), redis: Number(cost?.[2]) };
};
/** Waits for Redis to be asked again after a fault, or on a busy machine. */
const expectHit = (client: Client) =>
  expect.poll(() => me(client)).toMatchObject({ status: 200, sql: 0, redis: 1 });

test("who signs in on A is signed in on B, at one Redis command and no SQL", async ({
  user,
  signInOnA,
}) => {
  const { onA, onB } = await signInOnA(user);
  const { id, email, name, role } = user;
  expect((await me(onB)).user).toEqual({ id, email, name, role });
  for (const client of [onA, onB]) await expectHit(client);
});

test("who signs out on A is out on B", async ({ user, signInOnA, site }) => {
  const { onA, onB } = await signInOnA(user);
  await expectHit(onB);
  await onA.post("/sign-out", {}, { origin: site.a.url });
  expect((await me(onB)).status).toBe(401);
});

test("who ends all other sessions on A ends them on B, and keeps this one", async ({
  user,
  signInOnA,
  signInAs,
  page,
}) => {
  const { onB } = await signInOnA(user);
  await expectHit(onB);
  await signInAs(user);
  await page.goto("/account");
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill("another few words in a row");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("main")).toContainText("Other sessions ended: 1.");
  expect((await me(onB)).status).toBe(401);
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("a role that an admin gives on A shows on B", async ({
  user,
  database,
  signInOnA,
  signInAs,
  page,
}) => {
  const { onB } = await signInOnA(user);
  await expectHit(onB);
  await signInAs(await database.createUser({ role: "admin" }));
  await page.goto("/admin");
  const row = page.getByRole("row", { name: user.email });
  await row.getByRole("button", { name: "Make admin" }).click();
  await expect(row.getByRole("status")).toHaveText("Now admin.");
  expect((await me(onB)).user.role).toBe("admin");
  await expectHit(onB);
});

for (const fault of ["refuse", "hang"] as const)
  test(`when Redis ${fault}s, the database answers soon; who signs out then stays out`, async ({
    user,
    database,
    signInOnA,
    site,
    redis,
  }) => {
    const { onA, onB } = await signInOnA(user);
    const { onA: staysOnA, onB: staysOnB } = await signInOnA(await database.createUser());
    for (const client of [onA, onB, staysOnA, staysOnB]) await expectHit(client);
    await redis[fault]();

    const start = performance.now();
    expect(await me(staysOnB)).toMatchObject({ status: 200, sql: 1 });
    expect(performance.now() - start).toBeLessThan(2000);
    await onA.post("/sign-out", {}, { origin: site.a.url });
    expect((await me(onB)).status).toBe(401);
    expect((await staysOnA.get("/api/health")).json()).toEqual({
      ok: true,
      strategy: "database",
      database: "up",
      redis: "down",
    });

    await redis.restore();
    for (const client of [staysOnA, staysOnB]) {
      expect((await me(client)).status).toBe(200);
      await expectHit(client);
    }
    expect((await me(onB)).status).toBe(401);
    expect((await staysOnB.get("/api/health")).json()).toMatchObject({ ok: true, redis: "up" });
  });

test("both sign one user in and out at once, and end up of one mind", async ({
  user,
  signInOnA,
  site,
}) => {
  const sessions = await Promise.all(Array.from({ length: 6 }, () => signInOnA(user)));
  const copies = sessions.map(({ onA }) => new Map(onA.cookies));
  await Promise.all(
    sessions.map(async ({ onA, onB }, n) => {
      const reading = Promise.all([me(onA), me(onB), me(onB)]);
      const [client, { url }] = n % 2 ? [onB, site.b] : [onA, site.a];
      await client.post("/sign-out", {}, { origin: url });
      await reading;
    }),
  );
  for (const [n, { onA, onB }] of sessions.entries())
    for (const client of [onA, onB, onA]) {
      setCookies(client, copies[n] ?? new Map());
      expect((await me(client)).status).toBe(401);
    }
});
