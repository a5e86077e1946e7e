// AUTH_STRATEGY_ALSO: servers are restarted with another strategy, and nobody has to sign in again.
import { setTimeout as sleep } from "node:timers/promises";
import { type App, startApp } from "../support/e2e-app";
import { type Client, createClient } from "../support/e2e-client";
import { field } from "../support/e2e-forms";
import { signIn } from "../support/e2e-sign-in";
import { expect, test } from "../support/e2e-test";
import { startRoundRobin } from "../support/round-robin";

/** Seconds. */
const GRACE = 2;

const moves = [
  ["jwt", "database"],
  ["database", "hybrid"],
  ["hybrid", "jwt"],
] as const;

test.describe.configure({ mode: "default" });

for (const [from, to] of moves)
  test.describe(`from ${from} to ${to}`, () => {
    let before: App;
    let after: App;

    test.beforeAll(async ({ database }) => {
      const start = (strategy: string, also: string) =>
        startApp({
          env: {
            AUTH_STRATEGY: strategy,
            AUTH_STRATEGY_ALSO: also,
            AUTH_TRUST_HOST: "true",
            DATABASE_URL: database.url,
            REFRESH_REUSE_GRACE: `${GRACE}`,
          },
        });
      before = await start(from, to);
      after = await start(to, from);
    });
    test.afterAll(async () => {
      await Promise.all([before.stop(), after.stop()]);
    });

    const onServer = ({ url }: App, { cookies }: Client) => {
      const client = createClient(url);
      for (const [name, value] of cookies) client.cookies.set(name, value);
      return client;
    };
    const names = ({ cookies }: Client, strategy: string) =>
      [...cookies.keys()].filter((name) => name.startsWith(`${strategy}.`));

    test("a route handler exchanges the session in place, once", async ({ user, database }) => {
      const client = createClient(before.url);
      await client.signIn(user);
      const [here, copy] = [onServer(after, client), onServer(after, client)];
      const first = await here.get("/api/me");
      expect(first.json()).toMatchObject({ strategy: to, user: { id: user.id } });
      expect(names(here, from), "the old cookie is gone").toEqual([]);
      expect(names(here, to).length).toBeGreaterThan(0);
      const second = await here.get("/api/me");
      expect(second.status).toBe(200);
      expect([...second.setCookies.keys()]).toEqual([]);
      const moved = await database.sql(
        `SELECT id FROM "AuditEvent" WHERE "userId" = $1 AND event = 'session-moved'`,
        [user.id],
      );
      expect(moved).toHaveLength(1);

      await sleep((GRACE + 0.5) * 1000);
      expect((await copy.get("/api/me")).status, "a copy of the old cookie").toBe(401);
      expect((await copy.get("/account")).status).not.toBe(200);
    });

    test("a page visit is redirected once, and useSession is not redirected", async ({ user }) => {
      const client = createClient(before.url);
      await client.signIn(user);
      const page = onServer(after, client);
      const away = await page.get("/account?a=b");
      expect(away.headers.get("location")).toContain("/api/session/refresh?next=%2Faccount");
      const trip = await page.get(
        new URL(`${away.headers.get("location")}`, after.url).href.slice(after.url.length),
      );
      expect(trip.headers.get("location")).toBe("/account?a=b");
      expect((await page.get("/account?a=b")).text).toContain(user.email);
      expect(names(page, from)).toEqual([]);

      const again = createClient(before.url);
      await again.signIn(user);
      const app = onServer(after, again);
      const session = await app.get("/api/auth/session");
      expect(session.json()).toMatchObject({ user: { id: user.id } });
      expect(names(app, to).length).toBeGreaterThan(0);
      expect((await app.get("/api/auth/session")).json()).toMatchObject({ user: { id: user.id } });

      const third = createClient(before.url);
      await third.signIn(user);
      const timer = onServer(after, third);
      expect((await timer.get("/api/session")).json()).toMatchObject({
        expires: expect.any(String),
      });
      expect(names(timer, to), "asking is no activity").toEqual([]);
      const refreshed = await timer.post("/api/session/refresh", "", { origin: after.url });
      expect(refreshed.json()).toEqual({ accessExpires: expect.any(String) });
      expect((await timer.get("/api/me")).status).toBe(200);
    });

    for (const javaScriptEnabled of [true, false])
      test(`a form that was filled in before the restart arrives ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
        browser,
        user,
        database,
      }) => {
        const site = await startRoundRobin();
        await site.replace(undefined, before.url);
        const context = await browser.newContext({ javaScriptEnabled, baseURL: site.url });
        await signIn(context.request, user);
        const page = await context.newPage();
        await page.goto("/account");
        const password = "another few words in a row";
        await field(page, "Current password").fill(user.password);
        await field(page, "New password").fill(password);

        await site.replace(before.url, after.url);
        await page.getByRole("button", { name: "Change password" }).click();
        await expect(page.getByText("Your password is changed.").first()).toBeVisible();
        const again = createClient(after.url);
        await again.signIn({ ...user, password });
        expect((await again.get("/api/me")).status).toBe(200);
        expect(
          await database.sql(
            `SELECT id FROM "AuditEvent" WHERE "userId" = $1 AND event = 'session-moved'`,
            [user.id],
          ),
        ).toHaveLength(1);
        await context.close();
        await site.close();
      });

    test("a sign-out with the old cookie ends the session, and a copy is refused", async ({
      user,
      database,
    }) => {
      const client = createClient(before.url);
      await client.signIn(user);
      const [here, copy] = [onServer(after, client), onServer(after, client)];
      // The form is redirected too: 307 keeps its method and body.
      const away = await here.post("/sign-out", {}, { origin: after.url });
      expect([away.status, away.headers.get("location")]).toEqual([
        307,
        expect.stringContaining("/api/session/refresh?next=%2Fsign-out"),
      ]);
      const trip = "/api/session/refresh?next=%2Fsign-out";
      expect((await here.post(trip, {}, { origin: after.url })).status).toBe(307);
      const answer = await here.post("/sign-out", {}, { origin: after.url });
      expect(answer.headers.get("location")).toBe("/");
      expect((await here.get("/api/me")).status).toBe(401);
      expect(await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id])).toEqual(
        [],
      );
      await sleep((GRACE + 0.5) * 1000);
      expect((await copy.get("/api/me")).status).toBe(401);
    });

    if (from === "hybrid")
      test("a refresh that reaches an old server after the exchange gets the same session", async ({
        user,
      }) => {
        const client = createClient(before.url);
        await client.signIn(user);
        const here = onServer(after, client);
        expect((await here.get("/api/me")).status).toBe(200);
        const late = onServer(before, client);
        const ask = (path: string) => late.post(path, "", { origin: before.url });
        // A form's redirect changes nothing, because its access token is still valid.
        expect((await ask("/api/session/refresh?next=/account")).status).toBe(307);
        expect((await late.get("/api/me")).json()).toMatchObject({ user: { id: user.id } });
        expect(names(late, to)).toEqual([]);
        expect((await ask("/api/session/refresh")).status).toBe(200);
        expect((await late.get("/api/me")).json()).toMatchObject({ user: { id: user.id } });
        expect(names(late, to).length).toBeGreaterThan(0);
      });

    test("a program keeps its token, can exchange it, and gets the documented reasons", async ({
      user,
    }) => {
      const asJson = { "content-type": "application/json" };
      const program = (app: App) => createClient(app.url);
      const ask = (app: App, token = "") =>
        program(app).get("/api/me", { authorization: `Bearer ${token}` });
      const send = async (app: App, path: string, body: object) => {
        const { status, text } = await program(app).post(path, JSON.stringify(body), asJson);
        return { status, body: JSON.parse(text) as Record<string, string | undefined> };
      };
      const { email, password } = user;
      const signIn = await send(before, "/api/session", { email, password });
      const { token, accessToken = token, refreshToken } = signIn.body;
      const first = await ask(after, accessToken);
      expect([first.status, [...first.setCookies.keys()]]).toEqual([200, []]);

      const old = refreshToken ? { refreshToken } : { token };
      const exchanged = await send(after, "/api/session/refresh", old);
      expect(exchanged.status).toBe(200);
      const now = exchanged.body.token ?? exchanged.body.accessToken;
      expect((await ask(after, now)).json()).toMatchObject({ user: { id: user.id } });

      await sleep((GRACE + 0.5) * 1000);
      expect(await send(after, "/api/session/refresh", old)).toMatchObject({
        status: 401,
        body: { reason: "no-session" },
      });
      const answer = await ask(after, accessToken);
      const reason = to === "hybrid" ? "access-token-expired" : "no-session";
      expect([answer.status, answer.json()]).toMatchObject([401, { reason }]);
    });

    test("twenty users stay signed in with a round robin of old and new servers", async ({
      user,
    }) => {
      const clients = Array.from({ length: 20 }, () => createClient(before.url));
      await Promise.all(clients.map((client) => client.signIn(user)));
      await Promise.all(
        clients.map(async (client, n) => {
          const shared = [onServer(before, client), onServer(after, client)];
          for (const one of shared) {
            one.cookies.clear();
            for (const [name, value] of client.cookies) one.cookies.set(name, value);
          }
          let jar = client.cookies;
          for (let request = 0; request < 8; request++) {
            const one = shared[(request + n) % 2] as Client;
            one.cookies.clear();
            for (const [name, value] of jar) one.cookies.set(name, value);
            const { status } = await one.get("/api/me");
            expect(status, `request ${request} of browser ${n}`).toBe(200);
            jar = new Map(one.cookies);
          }
        }),
      );
    });
  });
