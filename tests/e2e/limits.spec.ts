// Limits over HTTP: of devices with parallel sign-ins, and of wrong passwords in the form that changes the password.
import { startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import type { TestDatabase, TestUser } from "../support/e2e-database";
import { field, submitSignIn } from "../support/e2e-forms";
import { traits } from "../support/e2e-strategies";
import { test as base, expect } from "../support/e2e-test";

const LIMIT = 3;
const REFRESH = traits.hybrid.refreshCookie ?? "";

/** One with a device limit, in place of the one that all tests share. */
const test = base.extend<object, { limitedUrl: string }>({
  limitedUrl: [
    async ({ database }, use) => {
      const env = {
        AUTH_STRATEGY: "hybrid",
        DATABASE_URL: database.url,
        SESSION_DEVICE_LIMIT: `${LIMIT}`,
      };
      const app = await startApp({ env });
      await use(app.url);
      await app.stop();
    },
    { scope: "worker" },
  ],
});
test.use({ strategy: "hybrid" });

async function liveSessions(database: TestDatabase, { id }: TestUser): Promise<string[]> {
  const rows = await database.sql<{ id: string }>(
    `SELECT id FROM "Session" WHERE "userId" = $1 AND expires > now()`,
    [id],
  );
  return rows.map(({ id }) => id);
}

async function eventsOf(database: TestDatabase, { id }: TestUser, event: string) {
  return database.sql<{ sessionId: string; ip: string; detail: string }>(
    `SELECT "sessionId", ip, detail FROM "AuditEvent" WHERE "userId" = $1 AND event = $2 ORDER BY at`,
    [id, event],
  );
}

test("fifty parallel sign-ins with the right password never exceed the device limit, and evicted sessions are recorded", async ({
  limitedUrl,
  database,
  user,
}) => {
  const clients = Array.from({ length: 50 }, () => createClient(limitedUrl));
  let running = true;
  const signIns = Promise.all(clients.map((client) => client.signIn(user))).finally(() => {
    running = false;
  });
  let most = 0;
  while (running) most = Math.max(most, (await liveSessions(database, user)).length);
  const answers = await signIns;
  expect(most).toBe(LIMIT);
  expect(answers.map(({ text }) => text).join()).not.toContain("error=");
  // The sign-ins wait for each other: on a busy machine some get no connection in time and log this.
  const busy = answers.filter(({ status }) => status !== 200);
  expect(new Set(busy.map(({ status }) => status))).toEqual(new Set(busy.length ? [503] : []));
  expect(busy.length).toBeLessThan(25);

  const live = await liveSessions(database, user);
  expect(live).toHaveLength(LIMIT);
  // The audit trail may be written a moment later.
  await expect(async () => {
    const ended = await eventsOf(database, user, "session-ended-by-device-limit");
    const signedIn = await eventsOf(database, user, "signed-in");
    expect(signedIn.length).toBeGreaterThanOrEqual(50 - busy.length);
    const known = new Set([...live, ...ended.map(({ sessionId }) => sessionId)]);
    for (const { sessionId } of signedIn) expect(known).toContain(sessionId);
    for (const { ip } of ended) expect(ip).toMatch(/127\.0\.0\.1|::1/);
  }).toPass({ timeout: 15_000 });
});

test("reuse of a refresh token and a replaced session are recorded", async ({
  limitedUrl,
  database,
  user,
}) => {
  const client = createClient(limitedUrl);
  await client.signIn(user);
  const [first] = await liveSessions(database, user);
  await client.signIn(user);
  await expect
    .poll(() => eventsOf(database, user, "session-ended-by-new-sign-in"))
    .toMatchObject([{ sessionId: first }]);

  const [second] = await liveSessions(database, user);
  const used = client.cookies.get(REFRESH) ?? "";
  expect((await client.post("/api/session/refresh", {})).status).toBe(200);
  await database.sql(
    `UPDATE "Session" SET "updatedAt" = "updatedAt" - interval '1 hour' WHERE id = $1`,
    [second],
  );
  client.cookies.set(REFRESH, used);
  expect((await client.post("/api/session/refresh", {})).status).toBe(401);
  await expect
    .poll(() => eventsOf(database, user, "session-ended-by-token-reuse"))
    .toMatchObject([{ sessionId: second, ip: expect.stringMatching(/127\.0\.0\.1|::1/) }]);
});

test("strangers who use up all attempts do not block the owner's password change and sign-in", async ({
  page,
  user,
  signInAs,
  newClient,
}) => {
  await signInAs(user);
  const stranger = newClient({ "x-forwarded-for": "192.0.2.77" });
  for (let n = 0; n < 21; n++) await stranger.signIn({ ...user, password: "wrong" });
  expect((await stranger.signIn(user)).text).toContain("too-many-attempts");

  await page.goto("/account");
  const password = "another few words in a row";
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();

  await page.context().clearCookies({ name: /token/ });
  await page.goto("/sign-in");
  await submitSignIn(page, { ...user, password });
  await expect(page).toHaveURL("/account");
});

test("the form that changes the password accepts ten wrong passwords per session", async ({
  page,
  user,
  signInAs,
  database,
}) => {
  await signInAs(user);
  const [session = ""] = await liveSessions(database, user);
  await database.sql(
    `INSERT INTO "RateLimit" (key, points, expire) VALUES ($1, 9, now() + interval '1 day')`,
    [`session:${session}`],
  );
  await page.goto("/account");
  const hash = () => database.sql(`SELECT hash FROM "Password" WHERE "userId" = $1`, [user.id]);
  const before = await hash();
  const change = async (current: string) => {
    await field(page, "Current password").fill(current);
    await field(page, "New password").fill("another few words in a row");
    await page.getByRole("button", { name: "Change password" }).click();
  };
  await change("wrong");
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  for (let again = 0; again < 2; again++) {
    await change(user.password);
    await expect(page.getByText("Too many wrong passwords. Sign out")).toBeVisible();
    await expect(field(page, "Current password")).toHaveValue("");
  }
  expect(await hash()).toEqual(before);
  // Recorded once, not per attempt.
  await expect
    .poll(async () =>
      (await eventsOf(database, user, "sign-in-failed")).map(({ detail }) => detail),
    )
    .toEqual(["wrong password, to change it", "too many wrong passwords, to change it"]);
});

test("an admin unlocks a password after too many wrong attempts", async ({
  page,
  user,
  signInAs,
  database,
  newClient,
}) => {
  await database.sql(`UPDATE "Password" SET "failedAttempts" = 100 WHERE "userId" = $1`, [user.id]);
  const signIn = async () => (await newClient().signIn(user)).text;
  expect(await signIn()).toContain("too-many-attempts");
  await signInAs(await database.createUser({ role: "admin" }));
  await page.goto(`/admin/users/${user.id}`);
  await page.getByRole("button", { name: "Unlock the password" }).click();
  await expect(page.getByText("The password is locked")).toBeHidden();
  expect(await signIn()).not.toContain("error");
  await expect.poll(() => eventsOf(database, user, "password-unlocked")).toHaveLength(1);
});

test("a list of devices has pages with the current one on each, and can end all at once", async ({
  page,
  database,
  user,
  signInAs,
}) => {
  await signInAs(user);
  await database.sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "updatedAt")
     SELECT gen_random_uuid(), gen_random_uuid(), $1, now() + interval '1 day', now() - n * interval '1 minute', now()
     FROM generate_series(1, 2000) n`,
    [user.id],
  );
  await page.goto("/account");
  const buttons = page.getByRole("button", { name: /^End it/ }).filter({ visible: true });
  await expect(buttons).toHaveCount(19);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/devices=/);
  await expect(buttons).toHaveCount(20);
  await expect(page.getByText("this device").filter({ visible: true })).toHaveCount(1);
  await buttons.last().click();
  await expect(page.getByText("Sessions ended: 1.")).toBeVisible();
  await page.getByRole("button", { name: "End all others" }).filter({ visible: true }).click();
  await expect(page.getByText("Sessions ended: 1999.")).toBeVisible();
  expect(await liveSessions(database, user)).toHaveLength(1);
});

test("the list of users has pages in both directions", async ({ page, database, signInAs }) => {
  await database.sql(
    `INSERT INTO "User" (id, name, role, "createdAt", "updatedAt")
     SELECT gen_random_uuid(), 'Old ' || n, 'user', timestamptz '2000-01-01' + n * interval '1 s', now()
     FROM generate_series(1, 101) n`,
  );
  await signInAs(await database.createUser({ role: "admin" }));
  await page.goto("/admin");
  const rows = page.getByRole("table").locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(100);
  const onPage = () => rows.getByRole("link").evaluateAll((links) => links.map(String));
  const newest = await onPage();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/before=/);
  await expect(rows.first()).toBeVisible();
  expect((await onPage()).filter((link) => newest.includes(link))).toEqual([]);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(page).toHaveURL("/admin");
});
