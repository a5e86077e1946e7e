// A response with a renewed session that arrives after the sign-out, and a sign-out with an expired access token.
import { expireIn } from "../support/e2e-access-token";
import { type App, startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { test as base, expect } from "../support/e2e-test";

const test = base.extend<object, { app: App }>({
  app: [
    async ({ strategy, database, trait }, use) => {
      const app = await startApp({
        env: {
          AUTH_STRATEGY: strategy,
          DATABASE_URL: database.url,
          // Under hybrid it would be the life of an access token too; there the browser refreshes when it likes.
          ...(trait.refreshCookie ? {} : { SESSION_UPDATE_AGE: "1" }),
        },
      });
      await use(app);
      await app.stop();
    },
    { scope: "worker" },
  ],
});
test.describe.configure({ mode: "default" });

test("a response that arrives after the sign-out does not restore the session", async ({
  app,
  user,
  trait,
}) => {
  const client = createClient(app.url);
  expect((await client.signIn(user)).status).toBe(200);
  // From now on a renewal is due.
  await new Promise((resolve) => setTimeout(resolve, 1_100));

  // Sent before the sign-out. Its answer is held back.
  const slow = createClient(app.url);
  for (const [name, value] of client.cookies) slow.cookies.set(name, value);
  const late = trait.refreshCookie
    ? await slow.post("/api/session/refresh", "")
    : await slow.get("/account");
  expect(late.status).toBe(200);
  expect(late.setCookies.has(trait.cookie)).toBe(trait.carriesUser);

  const signedOut = await client.post("/sign-out", {});
  expect(signedOut.headers.get("location")).toBe("/");
  for (const name of late.setCookies.keys()) client.cookies.set(name, `${slow.cookies.get(name)}`);

  expect((await client.get("/api/me")).status).toBe(401);
  expect((await client.get("/account")).headers.get("location")).toContain("/sign-in?");
  expect((await client.get("/api/auth/session")).json()).toBeNull();
  expect((await client.get("/api/session")).json()).toEqual({ expires: null });
  if (trait.refreshCookie) expect((await client.post("/api/session/refresh", "")).status).toBe(401);

  expect((await client.signIn(user)).status).toBe(200);
  expect((await client.get("/api/me")).status).toBe(200);
});

test("a sign-out with an expired access token is redirected through the refresh route and ends the session", async ({
  app,
  user,
  database,
  trait,
}) => {
  test.skip(!trait.refreshCookie, "there is no access token");
  for (const path of ["/sign-out", "/api/auth/signout"]) {
    const client = createClient(app.url);
    await client.signIn(user);
    const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
    await expireIn(client);
    // This cookie alone cannot end a session.
    const thief = createClient(app.url);
    thief.cookies.set(trait.cookie, `${client.cookies.get(trait.cookie)}`);
    let answer = await client.post(path, { csrfToken });
    expect(answer.status).toBe(307);
    expect((await follow(thief)).headers.get("location")).toBe(path);
    expect(await rows()).toHaveLength(1);
    answer = await follow(client);
    expect(answer.headers.get("location")).toBe(path);
    await client.post(path, { csrfToken });
    expect(client.cookies.has(trait.cookie)).toBe(false);
    expect(await rows()).toEqual([]);

    async function follow(client: ReturnType<typeof createClient>) {
      return client.post(`${answer.headers.get("location")}`, { csrfToken });
    }
  }

  function rows() {
    return database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
  }
});

// #region refresh
test("a GET of the refresh route without an expired token does not rotate", async ({
  app,
  user,
  trait,
}) => {
  test.skip(!trait.refreshCookie, "there is nothing to refresh");
  const client = createClient(app.url);
  await client.signIn(user);
  await expireIn(client);
  for (let n = 0; n < 2; n++) {
    const url = `${app.url}/api/session/refresh?next=/account`;
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const head = await fetch(url, { method: "HEAD", headers: { cookie }, redirect: "manual" });
    expect(head.status).toBe(405);
    expect(head.headers.getSetCookie()).toEqual([]);
    const prefetch = await client.get("/api/session/refresh", { "sec-purpose": "prefetch" });
    expect(prefetch.status).toBe(204);
    expect(prefetch.setCookies.size).toBe(0);
  }
  expect((await client.post("/api/session/refresh", "")).status).toBe(200);
});
// #endregion
