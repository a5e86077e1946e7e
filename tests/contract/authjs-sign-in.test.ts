import { describe, expect, test } from "vitest";
import { carrySessions } from "@/lib/authjs/sessions";
import { createBrowser, password, sentCookies, signedIn } from "../support/authjs";
import { allowConsole, expectConsole } from "../support/console";
import { addUser } from "../support/database";
import { everyStrategy, setUp, storedSessions } from "../support/strategies";
import { expectEnded, visit } from "../support/visit";

describe.each(everyStrategy)("%s: signing in with a password", (name) => {
  test("sets the strategy's cookie with HttpOnly and SameSite", async () => {
    const { strategy } = setUp(name);
    const browser = createBrowser(strategy);
    const response = await browser.signIn(await addUser({ password }));
    expect(browser.cookieName).toMatch(new RegExp(`^${name}\\.(session|access)-token$`));
    const [cookie, ...more] = sentCookies(response, browser.cookieName);
    expect(more).toEqual([]);
    expect(browser.refreshToken !== undefined).toBe(Boolean(strategy.refresh));
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=lax/i);
    expect(cookie).toMatch(/; Path=\/(;|$)/i);
    expect(cookie).not.toMatch(/; (Secure|Domain)/i);
  });

  test("sets a Secure cookie with the prefix __Host- on https", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin: "https://localhost:3000" });
    const response = await browser.signIn(await addUser({ password }));
    expect(browser.cookieName).toMatch(/^__Host-/);
    const [cookie] = sentCookies(response, browser.cookieName);
    expect(cookie).toMatch(/; Secure/i);
    expect(cookie).not.toMatch(/; Domain/i);
    expect(await browser.session()).toMatchObject({ user: { role: "user" } });
  });

  // Auth.js itself would set a JWT here, write no row, and clear the cookie at the next read.
  test("creates a session of this strategy, with a record if it keeps records", async () => {
    const { user, strategy, session } = await signedIn(name);
    const stored = await storedSessions(strategy, user);
    expect(stored.map(({ id }) => id)).toEqual(strategy.records ? [session.id] : []);
    expect(session.user.id).toBe(user.id);
  });

  test("stores the browser in the record", async () => {
    const { user, strategy } = await signedIn(name);
    const record = { userAgent: "Test/1.0", ip: expect.stringMatching(/^2001:db8:/) };
    for (const found of (await strategy.records?.list(user.id)) ?? [])
      expect(found).toMatchObject(record);
  });

  test("again creates a new session and ends the previous one", async () => {
    const { strategy, clock, browser, user, cookie, held, session } = await signedIn(name);
    await browser.signIn(user);
    expect(browser.cookie).not.toBe(cookie);
    expect((await strategy.read(browser.cookie))?.id).not.toBe(session.id);
    if (strategy.revocation) await expectEnded(strategy, clock, held);
  });

  test("ignores a planted session cookie (session fixation)", async () => {
    const planted = await signedIn(name);
    const victim = createBrowser(planted.strategy);
    victim.jar.set(victim.cookieName, planted.cookie);
    const user = await addUser({ password });
    await victim.signIn(user);
    expect(victim.cookie).not.toBe(planted.cookie);
    expect((await planted.strategy.read(planted.cookie))?.user.id).not.toBe(user.id);
  });

  test("fails in the same way for a wrong password, an unknown email, and a user without a password", async () => {
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

  test("answers a plain form with a redirect, also after a failure", async () => {
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

describe.each(everyStrategy)("%s: signing out", (name) => {
  test("removes the cookie and ends the session", async () => {
    const { browser, strategy, clock, held, user } = await signedIn(name);
    await browser.signOut();
    expect(browser.cookie).toBe("");
    expect(browser.refreshToken).toBeUndefined();
    expect(await browser.session()).toBeNull();
    expect(await storedSessions(strategy, user)).toEqual([]);
    // A copy of the cookie is refused within the stated time or, as documented, only when it expires.
    if (strategy.revocation) await expectEnded(strategy, clock, held);
    else expect(await visit(strategy, held)).not.toBeNull();
  });

  test("does not end the user's sessions in other browsers", async () => {
    const { browser, strategy, user } = await signedIn(name);
    const phone = createBrowser(strategy);
    await phone.signIn(user);
    await browser.signOut();
    expect(await phone.session()).toMatchObject({ user: { id: user.id } });
  });

  test("works with an expired session and without a session", async () => {
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

describe.each(everyStrategy.filter((name) => setUp(name).strategy.needs.length === 0))(
  "%s: without a database",
  (name) => {
    const { strategy } = setUp(name, { findUser: undefined });

    // In Auth.js, `strategy: "database"` without an adapter answers 500, and earlier versions let everyone in.
    test("a guest is recognised", async () => {
      const browser = createBrowser(strategy, { database: false });
      expect(await browser.session()).toBeNull();
    });

    test("a user of a provider has the same id at each sign-in and is never an admin", async () => {
      const parts = { headers: new Headers(), cookies: { get: () => undefined, set: () => {} } };
      const guest = { current: async () => null, stays: () => false };
      const { jwt } = carrySessions(strategy, parts, guest).callbacks;
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
