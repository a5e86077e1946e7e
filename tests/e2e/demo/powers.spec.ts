// What the demo can do to users, it can do to its throw-away users alone. Nobody becomes one by signing up.
import { submitSignUp } from "../../support/e2e-forms";
import { expect, test } from "../../support/e2e-test";

/** Addresses and names that look like the demo's. */
const LOOKALIKES = [
  { name: "Ada Admin", email: (n: string) => `admin-${n}@example.com` },
  { name: "Comparison", email: (n: string) => `compare-${n}@example.com` },
  { name: "Someone whose role changes", email: (n: string) => `throw-away-${n}@example.com` },
];

for (const { name, email } of LOOKALIKES)
  test(`who registers as ${name} gets no power from the demo`, async ({ page, database }) => {
    const address = email(crypto.randomUUID().slice(0, 8));
    await page.goto("/sign-up");
    await submitSignUp(page, { name, email: address, password: "a password of their own 1" });
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
    for (const data of [{ action: "start" }, { action: "change", role: "admin" }])
      expect((await send("roles", data)).status()).toBe(200);
    expect((await send("sign-out-elsewhere", { action: "open" })).status()).toBe(200);
    expect((await send("sign-out-elsewhere", { action: "end", id })).status()).toBe(409);
    for (const path of ["device-limit", "sign-out-elsewhere"])
      for (let n = 0; n < 5; n++) await send(path, { action: "open" });
    for (const path of ["time-limits", "family"]) await send(path, { action: "start" });

    expect(await state(), "nothing of it has come upon whoever asked").toEqual(before);
    expect((await (await page.request.get("/api/me")).json()).user.role).toBe("user");
    expect((await page.request.get("/api/me")).status()).toBe(200);
  });

test("what the demo makes is not in the lists of admins", async ({
  page,
  user,
  database,
  signInAs,
  newBrowser,
}) => {
  await signInAs(user);
  await page.request.post("/demo/api/sign-out-elsewhere", { data: { action: "open" } });
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

test("a client that asks without a pause is told to wait", { tag: "@once" }, async ({
  request,
}) => {
  // Of a client that nobody else is (RFC 5737).
  const headers = { "X-Forwarded-For": "192.0.2.77" };
  const statuses = new Map<number, number>();
  for (let round = 0; round < 40 && !statuses.has(429); round++) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => request.get("/demo/api/roles", { headers })),
    );
    for (const answer of answers) {
      statuses.set(answer.status(), (statuses.get(answer.status()) ?? 0) + 1);
      if (answer.status() === 429)
        expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    }
  }
  expect(statuses.get(429)).toBeGreaterThan(0);
  expect((await request.get("/demo/api/roles")).status()).toBe(401);
});
