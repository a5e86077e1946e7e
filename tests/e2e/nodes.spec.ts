// Two servers on one database and one Redis behave as one: a change on A is effective on B at the next request.
import { createClient } from "../support/e2e-client";
import { installClock } from "../support/e2e-clock";
import { field } from "../support/e2e-forms";
import {
  DEVICE_LIMIT,
  expect,
  expectHit,
  me,
  redisUrl,
  setCookies,
  signInOnFirst,
  startTwo,
  statusOnBoth,
  test,
} from "../support/e2e-nodes";

test.use({ strategy: "database" });
test.skip(!redisUrl, "DID NOT RUN: TEST_REDIS_URL is not set; CI sets it");
// In one worker, which has one such site.
test.describe.configure({ mode: "default" });

test("a session from server A is accepted by B with one Redis command and no SQL", async ({
  user,
  signInOnA,
}) => {
  const { onA, onB } = await signInOnA(user);
  const { id, email, name, role } = user;
  expect((await me(onB)).user).toEqual({ id, email, name, role });
  for (const client of [onA, onB]) await expectHit(client);
});

test("a sign-out on A is effective on B", async ({ user, signInOnA, site }) => {
  const { onA, onB } = await signInOnA(user);
  await expectHit(onB);
  await onA.post("/sign-out", {}, { origin: site.a.url });
  expect((await me(onB)).status).toBe(401);
});

test("ending all other sessions on A is effective on B and keeps this one", async ({
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

test("a role that an admin changes on A is effective on B", async ({
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

test("a session that its user ends on A is refused on B", async ({
  user,
  signInOnA,
  signInAs,
  page,
}) => {
  const { onB } = await signInOnA(user);
  await expectHit(onB);
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: /^End it/ }).click();
  await expect(page.getByRole("main")).toContainText("Sessions ended: 1.");
  expect((await me(onB)).status).toBe(401);
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("a user who is signed out or disabled by an admin on A is refused on B", async ({
  user,
  database,
  signInOnA,
  signInAs,
  page,
  site,
}) => {
  const { onB: kicked } = await signInOnA(user);
  await expectHit(kicked);
  await signInAs(await database.createUser({ role: "admin" }));
  await page.goto(`/admin/users/${user.id}`);
  await page.getByRole("button", { name: /^End it/ }).click();
  await expect(page.getByRole("main")).toContainText("Sessions ended: 1.");
  expect((await me(kicked)).status).toBe(401);

  const { onB: disabled } = await signInOnA(user);
  await expectHit(disabled);
  await page.getByRole("button", { name: "Disable this user" }).click();
  await expect(page.getByRole("main")).toContainText("Disabled.");
  expect((await me(disabled)).status).toBe(401);
  const again = createClient(site.b.url);
  await again.signIn(user);
  expect((await me(again)).status).toBe(401);
});

test("exceeding the device limit on B ends the oldest session on both", async ({
  user,
  signInOnA,
  site,
}) => {
  const devices = [];
  for (let n = 0; n < DEVICE_LIMIT; n++) devices.push(await signInOnA(user));
  for (const { onA, onB } of devices) for (const client of [onA, onB]) await expectHit(client);
  await createClient(site.b.url).signIn(user);
  const statuses = await Promise.all(devices.map(statusOnBoth));
  expect(statuses).toEqual([[401, 401], ...Array(DEVICE_LIMIT - 1).fill([200, 200])]);
});

test("time limits: activity on B counts on A, and both enforce the idle and absolute limits", async ({
  user,
  database,
}) => {
  const IDLE = 600;
  const ABSOLUTE = 1500;
  const nodes = await startTwo({
    AUTH_STRATEGY: "database",
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    SESSION_IDLE_TIMEOUT: `${IDLE}`,
    SESSION_ABSOLUTE_MAX_AGE: `${ABSOLUTE}`,
  });
  const clock = await installClock();
  const idle = await signInOnFirst(nodes, user, clock);
  const busy = await signInOnFirst(nodes, user, clock);
  // Ensures that A has used or stored a copy before.
  await me(busy.onA);
  for (const _ of [1, 2, 3]) {
    await clock.pass((IDLE / 2) * 1000);
    expect((await me(busy.onB)).status).toBe(200);
  }
  expect(await statusOnBoth(idle)).toEqual([401, 401]);
  expect(await statusOnBoth(busy)).toEqual([200, 200]);
  await clock.pass((ABSOLUTE - 1.5 * IDLE - 1) * 1000 - IDLE * 500);
  expect(await statusOnBoth(busy)).toEqual([200, 200]);
  await clock.pass(IDLE * 500);
  expect(await statusOnBoth(busy), "a second before its end").toEqual([200, 200]);
  await clock.pass(1000);
  expect(await statusOnBoth(busy)).toEqual([401, 401]);
  await Promise.all(nodes.map((node) => node.stop()));
});

test("while the database is down, neither server signs users out, and both work again afterwards", async ({
  user,
  database,
  signInOnA,
  postgres,
}) => {
  const unknown = await signInOnA(user);
  const copied = await signInOnA(await database.createUser());
  await expectHit(copied.onB);
  await postgres.refuse();
  for (const client of [unknown.onA, unknown.onB]) {
    expect(await me(client)).toMatchObject({ status: 503, setCookies: new Map() });
    expect((await client.get("/api/health")).status).toBe(503);
  }
  // Until the copy expires.
  expect(await statusOnBoth(copied)).toEqual([200, 200]);
  await postgres.restore();
  for (const clients of [unknown, copied]) expect(await statusOnBoth(clients)).toEqual([200, 200]);
});

for (const fault of ["refuse", "hang"] as const)
  test(`when Redis ${fault}s, the database is read soon, and ended sessions stay ended`, async ({
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

    expect(await me(staysOnB)).toMatchObject({ status: 200, sql: 1 });
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

test("parallel sign-ins and sign-outs on both servers have a consistent result", async ({
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
