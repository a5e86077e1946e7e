// The strategies behind Auth.js: its standard surface works under each, and its habits do no harm.
import { createHash } from "node:crypto";
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { carrySessions } from "@/lib/session/authjs";
import { createBrowser, password, sentCookies } from "../support/authjs";
import { DAY } from "../support/clock";
import { allowConsole, expectConsole } from "../support/console";
import { addUser, deleteUser, sessionRows, setRole, sql } from "../support/database";
import { garbage } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";

/** A user who has signed in through Auth.js. */
async function signedIn(name: (typeof everyStrategy)[number], { role = "user" as const } = {}) {
  const { strategy, clock } = setUp(name);
  const browser = createBrowser(strategy);
  const user = await addUser({ role, password });
  await browser.signIn(user);
  const session = await strategy.read(browser.cookie);
  if (!session) throw new Error("Not signed in");
  return { strategy, clock, browser, user, session, cookie: browser.cookie };
}

describe.each(everyStrategy)("%s: signing in with a password", (name) => {
  test("sets the strategy's own cookie, out of reach of scripts and other sites", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const response = await browser.signIn(await addUser({ password }));
    const [cookie, ...more] = sentCookies(response, `${name}.session-token`);
    expect(more).toEqual([]);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=lax/i);
    expect(cookie).toMatch(/; Path=\/(;|$)/i);
    expect(cookie).not.toMatch(/; (Secure|Domain)/i);
  });

  test("over https: Secure, and named __Host-", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin: "https://localhost:3000" });
    const response = await browser.signIn(await addUser({ password }));
    const [cookie] = sentCookies(response, `__Host-${name}.session-token`);
    expect(cookie).toMatch(/; Secure/i);
    expect(cookie).not.toMatch(/; Domain/i);
    expect(await browser.session()).toMatchObject({ user: { role: "user" } });
  });

  // Auth.js itself would set a JWT here, write no row, and clear the cookie at the next read.
  test("makes a session of this strategy: with a row whose token the cookie is, or with none", async () => {
    const { user, strategy, cookie, session } = await signedIn(name);
    const rows = await sessionRows(user);
    expect(rows.map((row) => row.id)).toEqual(strategy.canRevoke ? [session.id] : []);
    for (const row of rows)
      expect(row.sessionToken).toBe(createHash("sha256").update(cookie).digest("hex"));
    expect(session.user.id).toBe(user.id);
  });

  test("notes the browser, where there is a record", async () => {
    const { user, strategy } = await signedIn(name);
    const record = { userAgent: "Test/1.0", ip: expect.stringMatching(/^2001:db8:/) };
    for (const found of (await strategy.sessions?.list(user.id)) ?? [])
      expect(found).toMatchObject(record);
  });

  test("again gives a new session and ends the one before", async () => {
    const { strategy, browser, user, cookie, session } = await signedIn(name);
    await browser.signIn(user);
    expect(browser.cookie).not.toBe(cookie);
    expect((await strategy.read(browser.cookie))?.id).not.toBe(session.id);
    if (strategy.canRevoke) expect(await strategy.read(cookie)).toBeNull();
  });

  test("ignores a session cookie that somebody planted: fixation", async () => {
    const planted = await signedIn(name);
    const victim = createBrowser(planted.strategy);
    victim.jar.set(victim.cookieName, planted.cookie);
    const user = await addUser({ password });
    await victim.signIn(user);
    expect(victim.cookie).not.toBe(planted.cookie);
    expect((await planted.strategy.read(planted.cookie))?.user.id).not.toBe(user.id);
  });

  test("fails alike for a wrong password, an unknown email, and a user without a password", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const [user, nobody] = [await addUser({ password }), await addUser()];
    const answers = [
      await browser.signIn(user, { password: "wrong" }),
      await browser.signIn({ ...user, email: "unknown@example.com" }),
      await browser.signIn(nobody),
    ];
    const told = await Promise.all(
      answers.map(async (answer) => [answer.status, await answer.text()]),
    );
    expect(new Set(told.map(String)).size).toBe(1);
    expect(told[0]?.[1]).toContain("error=CredentialsSignin");
    expect(browser.cookie).toBe("");
    expect(await browser.session()).toBeNull();
  });

  test("answers a plain form with a redirect, when it fails too", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const { email } = await addUser({ password });
    const send = (fields: Record<string, unknown>) =>
      browser.post("callback/credentials", { fields, plain: true });

    const failed = await send({ email, password: "wrong" });
    expect(failed.status).toBe(302);
    expect(failed.headers.get("location")).toMatch(/\/sign-in\?error=CredentialsSignin/);
    expect(browser.cookie).toBe("");

    const succeeded = await send({ email, password, callbackUrl: "/account" });
    expect(succeeded.headers.get("location")).toBe("http://localhost:3000/account");
    expect(browser.cookie).not.toBe("");
  });

  test("is refused without the CSRF token", async () => {
    expectConsole(/MissingCSRF/);
    const browser = createBrowser(setUp(name).strategy);
    const { email } = await addUser({ password });
    await browser.post("callback/credentials", {
      fields: { email, password },
      withoutCsrfToken: true,
    });
    expect(browser.cookie).toBe("");
  });
});

describe.each(everyStrategy)("%s: /api/auth/session", (name) => {
  test("says this and no more", async () => {
    const { browser, user, session } = await signedIn(name);
    expect(await browser.session()).toStrictEqual({
      user: { id: user.id, email: user.email, name: user.name, role: user.role },
      expires: new Date(session.expires).toISOString(),
    });
  });

  test("contains no token, no hash, and no column besides", async () => {
    const { browser, cookie, user } = await signedIn(name);
    const text = await (await browser.get("session")).text();
    const [row] = await sessionRows(user);
    expect(text).not.toContain(cookie);
    if (row) expect(text).not.toContain(row.sessionToken);
    expect(text).not.toMatch(/argon2|token|hash|password|createdAt|emailVerified|image|sub/i);
  });

  test("is null for a guest, and sets no session cookie", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const response = await browser.get("session");
    expect(await response.json()).toBeNull();
    expect(sentCookies(response, browser.cookieName)).toEqual([]);
  });

  test("is kept by no cache", async () => {
    const { browser } = await signedIn(name);
    expect((await browser.get("session")).headers.get("cache-control")).toContain("no-store");
  });

  test("does not send the cookie again that the browser has", async () => {
    const { browser } = await signedIn(name);
    const bare = await browser.getBare("session");
    expect(sentCookies(bare, browser.cookieName)).toHaveLength(1); // Auth.js would
    const response = await browser.get("session");
    expect(sentCookies(response, browser.cookieName)).toEqual([]);
  });

  test("renews a session that is due, with the same sign-in time", async () => {
    const { browser, strategy, clock, session, cookie } = await signedIn(name);
    clock.set(session.renewedAt + DAY);
    const response = await browser.get("session");
    const renewed = await strategy.read(browser.cookie);
    expect(renewed).toEqual({ ...session, renewedAt: clock(), expires: clock() + 7 * DAY });
    const changed = browser.cookie !== cookie;
    expect(sentCookies(response, browser.cookieName)).toHaveLength(changed ? 1 : 0);
    expect(await response.json()).toMatchObject({
      expires: new Date(clock() + 7 * DAY).toISOString(),
    });
  });

  test("never renews past the absolute limit, however often it is asked", async () => {
    const { browser, strategy, clock, session } = await signedIn(name);
    for (let day = 1; day < 30; day++) {
      clock.set(session.authTime + day * DAY);
      expect(await browser.session()).not.toBeNull();
      expect((await strategy.read(browser.cookie))?.authTime).toBe(session.authTime);
    }
    clock.set(session.authTime + 30 * DAY - 1);
    expect(await browser.session()).not.toBeNull();
    clock.set(session.authTime + 30 * DAY);
    expect(await browser.session()).toBeNull();
  });

  test("removes the cookie of a session that has ended", async () => {
    const { browser, clock, session } = await signedIn(name);
    clock.set(session.expires);
    const response = await browser.get("session");
    expect(await response.json()).toBeNull();
    expect(sentCookies(response, browser.cookieName)).toEqual([
      expect.stringMatching(/=; .*Max-Age=0/i),
    ]);
  });

  test("does not look at the cookies of other strategies, and leaves them alone", async () => {
    const { strategy } = setUp(name);
    const browser = createBrowser(strategy);
    for (const other of everyStrategy.filter((other) => other !== name)) {
      const { cookie } = await signedIn(other);
      browser.jar.set(`${other}.session-token`, cookie);
    }
    browser.jar.set("authjs.session-token", "left by an earlier version of the app");
    const response = await browser.get("session");
    expect(await response.json()).toBeNull();
    expect(sentCookies(response, "")).not.toContainEqual(expect.stringMatching(/session-token/));
  });

  test.each(garbage)("is null, and not 500, for %s", async (_what, cookie) => {
    const browser = createBrowser(setUp(name).strategy);
    browser.jar.set(browser.cookieName, encodeURIComponent(cookie.toWellFormed()));
    const response = await browser.get("session");
    expect(response.status).toBe(200);
    expect(await response.json()).toBeNull();
  });

  test("is null, and not 500, for a cookie that cannot be decoded", async () => {
    const browser = createBrowser(setUp(name).strategy);
    browser.jar.set(browser.cookieName, "%E0%A4%A");
    expect(await browser.session()).toBeNull();
  });

  test("is null, and not 500, for fifty chunks of garbage", async () => {
    const browser = createBrowser(setUp(name).strategy);
    for (let n = 0; n < 50; n++) browser.jar.set(`${browser.cookieName}.${n}`, "x".repeat(100));
    const response = await browser.get("session");
    expect(response.status).toBe(200);
    expect(await response.json()).toBeNull();
  });

  // Auth.js takes every cookie whose name begins like its own for a part of it, and joins them.
  test("is not confused by cookies whose names begin like the session's", async () => {
    const { browser, user, cookie } = await signedIn(name);
    browser.jar.set(`${browser.cookieName}.0`, "x");
    browser.jar.set(`${browser.cookieName}.7`, "y");
    browser.jar.set(`${browser.cookieName}-old`, "z");
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    expect(browser.cookie).toBe(cookie);
  });

  test("is not confused by a cookie that comes twice: it is the one that the app reads", async () => {
    const [one, two] = [await signedIn(name), await signedIn(name)];
    const header = [one, two].map(({ browser, cookie }) => `${browser.cookieName}=${cookie}`);
    const request = new NextRequest("http://localhost:3000", {
      headers: { cookie: header.join("; ") },
    });
    const read = request.cookies.get(one.browser.cookieName)?.value;
    const expected = [one, two].find(({ cookie }) => cookie === read)?.user.id;
    const response = await one.browser.get("session", { cookie: header.join("; ") });
    expect(await response.json()).toMatchObject({ user: { id: expected } });
  });

  test("is made of nobody else's chunk", async () => {
    const [mine, theirs] = [await signedIn(name), await signedIn(name)];
    mine.browser.jar.delete(mine.browser.cookieName);
    const half = Math.floor(mine.cookie.length / 2);
    mine.browser.jar.set(`${mine.browser.cookieName}.0`, mine.cookie.slice(0, half));
    mine.browser.jar.set(`${mine.browser.cookieName}.1`, theirs.cookie.slice(half));
    expect(await mine.browser.session()).toBeNull();
  });

  test("answers fifty at once alike", async () => {
    const { browser, clock, session } = await signedIn(name);
    clock.set(session.renewedAt + DAY);
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.session()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ user: { id: session.user.id } });
  });
});

describe.each(everyStrategy)("%s: update() from the browser", (name) => {
  test.each([
    ["a role", { role: "admin" }],
    ["a user with a role", { user: { role: "admin" } }],
    ["another user", { user: { id: "someone-else", email: "x@example.com", name: "X" } }],
    ["the claims of a token", { sub: "someone-else", role: "admin", token: { role: "admin" } }],
    ["what Auth.js carries inside", { issued: { user: { id: "x", role: "admin" }, cookie: "x" } }],
    ["a later end", { expires: "2999-01-01T00:00:00.000Z", authTime: 0, auth_time: 0 }],
    ["a prototype", JSON.parse('{"__proto__":{"role":"admin"},"constructor":{"role":"admin"}}')],
    ["a list", [{ role: "admin" }]],
    ["text", "admin"],
    ["null", null],
    ["nothing", undefined],
    ["8 KB", { role: "admin".repeat(1600) }],
  ])("changes nothing by what it sends: %s", async (_what, data) => {
    const { browser, strategy, session, user } = await signedIn(name);
    const before = await browser.session();
    const answer = await browser.update(data);
    expect(await answer.json()).toStrictEqual(before);
    expect(await browser.session()).toStrictEqual(before);
    expect(await strategy.read(browser.cookie)).toEqual(session);
    expect(await sql(`SELECT role, email, name FROM "User" WHERE id = $1`, [user.id])).toEqual([
      { role: user.role, email: user.email, name: user.name },
    ]);
  });

  test("brings what has changed in the database, and it stays", async () => {
    const { browser, user } = await signedIn(name);
    await setRole(user, "admin");
    expect(await (await browser.update({})).json()).toMatchObject({ user: { role: "admin" } });
    expect(await browser.session()).toMatchObject({ user: { role: "admin" } });
  });

  test("signs a deleted user out", async () => {
    const { browser, user } = await signedIn(name);
    await deleteUser(user);
    expect(await (await browser.update({})).json()).toBeNull();
    expect(browser.cookie).toBe("");
  });

  test("does not move the time of the sign-in, nor the absolute limit", async () => {
    const { browser, strategy, clock, session } = await signedIn(name);
    for (const day of [1, 5, 10, 15, 20, 25, 29]) {
      clock.set(session.authTime + day * DAY);
      await browser.update({});
      expect((await strategy.read(browser.cookie))?.authTime).toBe(session.authTime);
    }
    clock.set(session.authTime + 30 * DAY);
    expect(await (await browser.update({})).json()).toBeNull();
  });

  test("is refused without the CSRF token", async () => {
    expectConsole(/MissingCSRF/);
    const { browser, user, cookie } = await signedIn(name);
    await setRole(user, "admin");
    const answer = await browser.post("session", {
      json: true,
      fields: { data: {} },
      withoutCsrfToken: true,
    });
    expect(answer.status).toBe(400);
    expect(browser.cookie).toBe(cookie);
  });
});

describe.each(everyStrategy)("%s: signing out", (name) => {
  test("removes the cookie and ends the session", async () => {
    const { browser, strategy, cookie, user } = await signedIn(name);
    await browser.signOut();
    expect(browser.cookie).toBe("");
    expect(await browser.session()).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
    // Whoever kept a copy of the cookie: dead at once, or, as documented, only when it expires.
    expect((await strategy.read(cookie)) === null).toBe(strategy.canRevoke);
  });

  test("leaves the other browsers of the user alone", async () => {
    const { browser, strategy, user } = await signedIn(name);
    const phone = createBrowser(strategy);
    await phone.signIn(user);
    await browser.signOut();
    expect(await phone.session()).toMatchObject({ user: { id: user.id } });
  });

  test("works with a session that has expired, and with none", async () => {
    const { browser, clock, session } = await signedIn(name);
    clock.set(session.expires);
    await browser.signOut();
    expect(browser.cookie).toBe("");
    expect((await browser.signOut()).status).toBe(200);
  });

  test("needs a POST with the CSRF token", async () => {
    allowConsole(/MissingCSRF/);
    const { browser, cookie, strategy } = await signedIn(name);
    await browser.get("signout");
    await browser.post("signout", { withoutCsrfToken: true });
    expect(browser.cookie).toBe(cookie);
    expect(await strategy.read(cookie)).not.toBeNull();
  });
});

describe.each(everyStrategy)("%s: after signing in or out, the way leads into the site", (name) => {
  const origin = "http://localhost:3000";
  const hostile = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://localhost:3000.evil.example/",
    "http://localhost:3000@evil.example/",
    "/account\r\nSet-Cookie: a=b",
    "/\t/evil.example",
    `/${"x".repeat(8192)}`,
  ];

  /** Where the answer sends the browser, as an absolute URL; null if nowhere. */
  async function destination(response: Response): Promise<URL | null> {
    expect(response.status).toBeLessThan(500);
    const location = response.headers.get("location");
    const body = location ? { url: location } : ((await response.json()) as { url?: string });
    return body.url ? new URL(body.url, origin) : null;
  }

  test("where it was told to", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const response = await browser.signIn(await addUser({ password }), {
      callbackUrl: "/account?a=b",
    });
    expect((await destination(response))?.href).toBe(`${origin}/account?a=b`);
  });

  test.each(hostile.map((url) => [JSON.stringify(url).slice(0, 50), url]))(
    "and never to %s",
    async (_label, callbackUrl) => {
      const browser = createBrowser(setUp(name).strategy);
      const user = await addUser({ password });
      const answers = [
        await browser.signIn(user, { callbackUrl }),
        await browser.get(`signin?${new URLSearchParams({ callbackUrl })}`),
        await browser.signOut({ callbackUrl }),
      ];
      for (const answer of answers) {
        const url = await destination(answer);
        if (url) expect(url.origin).toBe(origin);
      }
      expect([...browser.jar.values()].join()).not.toContain("evil.example");
    },
  );

  describe.each([
    ["http", "http://localhost:3000", "authjs.callback-url"],
    ["https", "https://localhost:3000", "__Secure-authjs.callback-url"],
  ])("on %s", (_scheme, origin, cookieName) => {
    test.each(hostile.map((url) => [JSON.stringify(url).slice(0, 50), url]))(
      "and never to %s, from a cookie that was planted, which does not stay",
      async (_label, callbackUrl) => {
        allowConsole(/MissingCSRF/); // the first request may be refused, and takes the cookie away
        const browser = createBrowser(setUp(name).strategy, { origin });
        const user = await addUser({ password });
        browser.jar.set(cookieName, encodeURIComponent(callbackUrl));
        const answers = [await browser.signIn(user), await browser.signIn(user)];
        expect(browser.cookie).not.toBe("");
        for (const answer of [...answers, await browser.signOut()]) {
          const url = await destination(answer);
          if (url) expect(url.origin).toBe(origin);
        }
      },
    );
  });
});

describe.each(everyStrategy.filter((name) => !setUp(name).strategy.needsDatabase))(
  "%s: with no database at all",
  (name) => {
    const { strategy } = setUp(name, { findUser: undefined });

    // `strategy: "database"` without an adapter was the trap: 500 at best, open at worst.
    test("a guest is a guest", async () => {
      const browser = createBrowser(strategy, { database: false });
      expect(await browser.session()).toBeNull();
    });

    test("someone whom a provider knows is the same user at each sign-in, and never an admin", async () => {
      const parts = { headers: new Headers(), cookies: { get: () => undefined } };
      const { jwt } = carrySessions(strategy, parts).callbacks;
      const account = { provider: "oidc", providerAccountId: "42", type: "oidc" as const };
      const session = async (id: string) => {
        const user = { id, email: "x@example.com", name: "X" };
        const token = await jwt({ token: {}, user, account, trigger: "signIn" });
        const browser = createBrowser(strategy, { database: false });
        browser.jar.set(
          browser.cookieName,
          (token as { issued: { cookie: string } }).issued.cookie,
        );
        return browser.session();
      };
      const user = { id: "oidc:42", email: "x@example.com", name: "X", role: "user" };
      expect(await session("made-up-1")).toMatchObject({ user });
      expect(await session("made-up-2")).toMatchObject({ user });
    });
  },
);
