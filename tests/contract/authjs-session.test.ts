// GET and POST /api/auth/session: the routes of useSession() and update() of next-auth/react.
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { hashToken } from "@/lib/session/tokens/reference-token";
import { createBrowser, sentCookies, signedIn } from "../support/authjs";
import { DAY, SECOND } from "../support/clock";
import { expectConsole } from "../support/console";
import { deleteUser, setRole, sql } from "../support/database";
import { garbage, policy } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";

describe.each(everyStrategy)("%s: /api/auth/session", (name) => {
  test("has exactly these fields", async () => {
    const { browser, user, session } = await signedIn(name);
    expect(await browser.session()).toStrictEqual({
      user: { id: user.id, email: user.email, name: user.name, role: user.role },
      expires: new Date(session.expires).toISOString(),
    });
  });

  test("contains no token, no hash, and no column besides", async () => {
    const { browser, held } = await signedIn(name);
    const text = await (await browser.get("session")).text();
    for (const token of [held.cookie, held.refreshToken].filter((value) => value !== undefined))
      for (const value of [token, await hashToken(token)]) expect(text).not.toContain(value);
    expect(text).not.toMatch(/argon2|token|hash|password|createdAt|emailVerified|image|sub/i);
  });

  test("returns null for a guest and sets no session cookie", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const response = await browser.get("session");
    expect(await response.json()).toBeNull();
    expect(sentCookies(response, browser.cookieName)).toEqual([]);
  });

  test("cannot be cached", async () => {
    const { browser } = await signedIn(name);
    expect((await browser.get("session")).headers.get("cache-control")).toBe("private, no-store");
  });

  test("does not set an unchanged cookie again", async () => {
    const { browser } = await signedIn(name);
    const bare = await browser.getBare("session");
    expect(sentCookies(bare, browser.cookieName)).toHaveLength(1); // Auth.js would
    const response = await browser.get("session");
    expect(sentCookies(response, browser.cookieName)).toEqual([]);
  });

  test("renews a session when due, with the same sign-in time", async () => {
    const { browser, strategy, clock, session, cookie } = await signedIn(name);
    clock.set(session.renewedAt + DAY);
    const response = await browser.get("session");
    const renewed = await strategy.read(browser.cookie);
    expect(renewed).toEqual({
      ...session,
      renewedAt: clock(),
      expires: clock() + 7 * DAY,
      ...(strategy.refresh && { accessExpires: clock() + policy.accessMaxAge * SECOND }),
    });
    const changed = browser.cookie !== cookie;
    expect(sentCookies(response, browser.cookieName)).toHaveLength(changed ? 1 : 0);
    expect(await response.json()).toMatchObject({
      expires: new Date(clock() + 7 * DAY).toISOString(),
    });
  });

  test("never renews past the absolute limit", async () => {
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

  test("keeps the cookie of an ended session and one that only another server can read", async () => {
    const { browser, clock, session, cookie } = await signedIn(name);
    clock.set(session.expires);
    for (const held of [cookie, "made by a newer version of the app"]) {
      browser.jar.set(browser.cookieName, held);
      for (const response of [await browser.get("session"), await browser.update({})]) {
        expect(await response.json()).toBeNull();
        expect(sentCookies(response, browser.cookieName)).toEqual([]);
      }
    }
  });

  test("ignores cookies of other strategies and does not change them", async () => {
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

  test.each(garbage)("returns null and not 500 for %s", async (_what, cookie) => {
    const browser = createBrowser(setUp(name).strategy);
    browser.jar.set(browser.cookieName, encodeURIComponent(cookie.toWellFormed()));
    const response = await browser.get("session");
    expect(response.status).toBe(200);
    expect(await response.json()).toBeNull();
  });

  test("returns null and not 500 for a cookie that cannot be decoded", async () => {
    const browser = createBrowser(setUp(name).strategy);
    browser.jar.set(browser.cookieName, "%E0%A4%A");
    expect(await browser.session()).toBeNull();
  });

  test("returns null and not 500 for fifty invalid chunks", async () => {
    const browser = createBrowser(setUp(name).strategy);
    for (let n = 0; n < 50; n++) browser.jar.set(`${browser.cookieName}.${n}`, "x".repeat(100));
    const response = await browser.get("session");
    expect(response.status).toBe(200);
    expect(await response.json()).toBeNull();
  });

  // Auth.js takes every cookie whose name begins like its own for a part of it, and joins them.
  test("ignores cookies whose names begin like the session's", async () => {
    const { browser, user, cookie } = await signedIn(name);
    browser.jar.set(`${browser.cookieName}.0`, "x");
    browser.jar.set(`${browser.cookieName}.7`, "y");
    browser.jar.set(`${browser.cookieName}-old`, "z");
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    expect(browser.cookie).toBe(cookie);
  });

  test("reads the same one of two cookies with one name as the app", async () => {
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

  test("does not combine chunks of another session", async () => {
    const [mine, theirs] = [await signedIn(name), await signedIn(name)];
    mine.browser.jar.delete(mine.browser.cookieName);
    const half = Math.floor(mine.cookie.length / 2);
    mine.browser.jar.set(`${mine.browser.cookieName}.0`, mine.cookie.slice(0, half));
    mine.browser.jar.set(`${mine.browser.cookieName}.1`, theirs.cookie.slice(half));
    expect(await mine.browser.session()).toBeNull();
  });

  test("gives fifty parallel requests the same answer", async () => {
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
  ])("ignores the data that it sends: %s", async (_what, data) => {
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

  test("reads changes from the database, and keeps them", async () => {
    const { browser, user } = await signedIn(name);
    await setRole(user, "admin");
    expect(await (await browser.update({})).json()).toMatchObject({ user: { role: "admin" } });
    expect(await browser.session()).toMatchObject({ user: { role: "admin" } });
  });

  test("signs a deleted user out", async () => {
    const { browser, user } = await signedIn(name);
    await deleteUser(user);
    expect(await (await browser.update({})).json()).toBeNull();
    expect(await browser.session()).toBeNull();
  });

  test("does not change the sign-in time and the absolute limit", async () => {
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
