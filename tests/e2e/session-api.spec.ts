// Auth.js's own routes for `useSession()` and `update()` of next-auth/react, and the cookie.
import type { Client } from "../support/e2e-client";
import { traits } from "../support/e2e-strategies";
import { expect, test } from "../support/e2e-test";

test("the session route returns exactly the public fields", async ({ newClient, user }) => {
  const client = newClient();
  await client.signIn(user);
  const { id, email, name, role } = user;
  const answer = await client.get("/api/auth/session");
  expect(answer.json()).toEqual({ user: { id, email, name, role }, expires: expect.any(String) });
  const { expires } = answer.json() as { expires: string };
  expect(Date.parse(expires)).toBeGreaterThan(Date.now());
  expect((await newClient().get("/api/auth/session")).json()).toBeNull();
});

test("update() ignores the data that it sends", async ({ newClient, user }) => {
  const client = newClient();
  await client.signIn(user);
  const before = (await client.get("/api/me")).json();
  const lies = [
    '{"role":"admin"}',
    '{"user":{"id":"somebody-else","role":"admin","email":"x@example.com"}}',
    '{"sub":"somebody-else","issued":{"cookie":"x","user":{"role":"admin"}}}',
    '{"expires":"2099-01-01T00:00:00.000Z","authTime":0,"sid":"x"}',
    '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}',
    "[]",
    '"x"',
  ];
  for (const lie of lies) {
    const { user: seen } = (await update(client, lie)).json() as { user: { role: string } };
    expect(seen, lie).toEqual((before as { user: object }).user);
    expect((await client.get("/api/me")).json(), lie).toEqual(before);
  }
});

test("update() reads the user from the database", async ({ newClient, user, database }) => {
  const client = newClient();
  await client.signIn(user);
  await database.sql(`UPDATE "User" SET role = 'admin', name = 'Renamed' WHERE id = $1`, [user.id]);
  const { user: seen } = (await update(client, "{}")).json() as { user: object };
  expect(seen).toMatchObject({ role: "admin", name: "Renamed" });
  expect((await client.get("/api/me")).json()).toMatchObject({
    user: { role: "admin", name: "Renamed" },
  });
});

test("update() signs a deleted user out", async ({ newClient, user, database, trait }) => {
  const client = newClient();
  await client.signIn(user);
  await database.sql(`DELETE FROM "User" WHERE id = $1`, [user.id]);
  expect((await client.get("/api/me")).status).toBe(trait.carriesUser ? 200 : 401);
  expect((await update(client, "{}")).json()).toBeNull();
  expect((await client.get("/api/me")).status).toBe(401);
});

test("update() without the CSRF token renews nothing", async ({ newClient, user, database }) => {
  const client = newClient();
  await client.signIn(user);
  await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
  const headers = { "content-type": "application/json" };
  const answer = await client.post("/api/auth/session", '{"csrfToken":"x","data":{}}', headers);
  expect(answer.status).toBeLessThan(500);
  expect([...answer.setCookies.keys()].join()).not.toContain("session-token");
});

test("on http the cookie has the plain name, and is HttpOnly and SameSite", async ({
  newClient,
  user,
  trait,
}) => {
  const answer = await newClient().signIn(user);
  const line = answer.setCookies.get(trait.cookie) ?? "";
  expect(attributesOf(line)).toEqual(["HttpOnly", "Max-Age", "Path=/", "SameSite=Lax"]);
});

test("on https the cookie is __Host- and Secure, and a plain one is ignored", async ({
  newClient,
  user,
  trait,
}) => {
  const client = newClient({ "x-forwarded-proto": "https" });
  const answer = await client.signIn(user);
  const line = answer.setCookies.get(`__Host-${trait.cookie}`) ?? "";
  expect(attributesOf(line)).toEqual(["HttpOnly", "Max-Age", "Path=/", "SameSite=Lax", "Secure"]);
  expect((await client.get("/api/me")).status).toBe(200);

  const value = client.cookies.get(`__Host-${trait.cookie}`) ?? "";
  client.cookies.delete(`__Host-${trait.cookie}`);
  client.cookies.set(trait.cookie, value);
  expect((await client.get("/api/me")).status).toBe(401);
});

// #region refresh
test("a link to the refresh route signs nobody out", async ({ newClient, user, trait }) => {
  const client = newClient();
  await client.signIn(user);
  const answer = await client.get("/api/session/refresh?next=/account");
  expect(answer.headers.get("location")).toBe("/account");
  expect(client.cookies.has(trait.cookie)).toBe(true);
  expect((await client.get("/api/me")).status).toBe(200);
});
// #endregion

test("a cookie of another strategy is ignored without an error", async ({
  newClient,
  user,
  trait,
}) => {
  const otherCookies = Object.values(traits)
    .map(({ cookie }) => cookie)
    .filter((cookie) => cookie !== trait.cookie);
  const client = newClient();
  await client.signIn(user);
  const value = client.cookies.get(trait.cookie) ?? "";
  for (const name of otherCookies) {
    const guest = newClient();
    guest.cookies.set(name, value);
    expect((await guest.get("/api/me")).status, name).toBe(401);
    expect((await guest.get("/account")).status, name).toBe(307);
    const answer = await guest.get("/api/auth/session");
    expect(answer.json()).toBeNull();
    expect(guest.cookies.get(name), "left alone").toBe(value);

    client.cookies.set(name, "a cookie of another strategy");
    expect((await client.get("/api/me")).status, name).toBe(200);
  }
});

function update(client: Client, data: string) {
  return client.get("/api/auth/csrf").then((answer) => {
    const { csrfToken } = answer.json() as { csrfToken: string };
    const body = `{"csrfToken":${JSON.stringify(csrfToken)},"data":${data}}`;
    return client.post("/api/auth/session", body, { "content-type": "application/json" });
  });
}

/** The cookie's attributes by name, and those values that are fixed. */
function attributesOf(line: string): string[] {
  const attributes = line.split("; ").slice(1);
  return attributes
    .filter((attribute) => !attribute.startsWith("Expires="))
    .map((attribute) => attribute.replace(/^Max-Age=\d+$/, "Max-Age"))
    .map((attribute) => attribute.replace("SameSite=lax", "SameSite=Lax"))
    .sort();
}
