// The demo can change only its throw-away users. Nobody becomes one by signing up.
import { startApp } from "../../support/e2e-app";
import { installClock } from "../../support/e2e-clock";
import { signUp } from "../../support/e2e-forms";
import { expect, test } from "../../support/e2e-test";

/** Addresses and names that look like those of the demo. */
const LOOKALIKES = [
  { name: "Ada Admin", email: (n: string) => `admin-${n}@example.com` },
  { name: "Comparison", email: (n: string) => `compare-${n}@example.com` },
  { name: "Someone whose role changes", email: (n: string) => `throw-away-${n}@example.com` },
];

for (const { name, email } of LOOKALIKES)
  test(`a user who registers as ${name} gets no rights from the demo`, async ({
    page,
    database,
  }) => {
    const address = email(crypto.randomUUID().slice(0, 8));
    await page.goto("/sign-up");
    await signUp(page, { name, email: address, password: "a password of their own 1" });
    await expect(page).toHaveURL("/account");
    const state = () =>
      database.sql(
        `SELECT role, "disabledAt", (SELECT count(*)::int FROM "Session" s WHERE s."userId" = u.id) AS sessions
         FROM "User" u WHERE email = $1`,
        [address],
      );
    const before = await state();
    const marks = await database.sql(
      `SELECT 1 FROM "ThrowAwayUser" t JOIN "User" u ON u.id = t."userId" WHERE u.email = $1`,
      [address],
    );
    expect(marks).toEqual([]);

    const send = (path: string, data: object) => page.request.post(`/demo/api/${path}`, { data });
    const sessions = await database.sql<{ id: string }>(
      `SELECT s.id FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE email = $1`,
      [address],
    );
    const id = sessions[0]?.id ?? crypto.randomUUID();
    for (const data of [{ role: "admin" }, { end: id }])
      expect((await send("measured", data)).status()).toBe(403);
    expect((await page.request.get("/demo/api/measured")).status()).toBe(403);
    for (const data of [{ action: "start" }, { action: "change" }])
      expect((await send("roles", data)).status()).toBe(200);
    expect((await send("sign-out-elsewhere", { action: "start" })).status()).toBe(200);
    expect((await send("sign-out-elsewhere", { action: "end", which: 9 })).status()).toBe(409);
    for (const path of ["device-limit", "time-limits", "family"])
      await send(path, { action: "start" });
    for (let n = 0; n < 5; n++) await send("device-limit", { action: "open" });

    expect(await state(), "nothing of it has come upon whoever asked").toEqual(before);
    expect((await (await page.request.get("/api/me")).json()).user.role).toBe("user");
    expect((await page.request.get("/api/me")).status()).toBe(200);
  });

test("users of the demo's experiments are not in the lists of admins", async ({
  page,
  user,
  database,
  signInAs,
  newBrowser,
}) => {
  await signInAs(user);
  await page.request.post("/demo/api/sign-out-elsewhere", { data: { action: "start" } });
  await page.request.post("/demo/api/roles", { data: { action: "start" } });
  const made = await database.sql<{ id: string; name: string }>(
    `SELECT u.id, u.name FROM "User" u JOIN "ThrowAwayUser" t ON t."userId" = u.id`,
  );
  expect(made.length).toBeGreaterThan(1);

  const admins = await newBrowser();
  await signInAs(await database.createUser({ role: "admin" }), admins);
  const list = await (await admins.request.get("/admin")).text();
  expect(list).toContain(user.email);
  for (const { id } of made) {
    expect(list).not.toContain(id);
    const own = await (await admins.request.get(`/admin/users/${id}`)).text();
    expect(own).not.toContain("Disable this user");
  }
  const mine = await (await page.request.get("/account")).text();
  expect(mine).not.toContain("in the demo");
});

test("a client with too many requests has to wait", { tag: "@once" }, async ({ database }) => {
  const app = await startApp({ env: { DATABASE_URL: database.url } });
  try {
    // Its clock stands still, so a slow machine does not make pauses.
    const headers = (await installClock()).headers();
    const ask = (more = {}) =>
      fetch(`${app.url}/demo/api/roles`, { headers: { ...headers, ...more } });
    let answer = await ask();
    for (let n = 1; n < 1_000 && answer.status !== 429; n++) {
      expect(answer.status).toBe(401);
      answer = await ask();
    }
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    // Another client (RFC 5737).
    expect((await ask({ "X-Forwarded-For": "192.0.2.77" })).status).toBe(401);
  } finally {
    await app.stop();
  }
});
