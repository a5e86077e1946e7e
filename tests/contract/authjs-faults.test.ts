// Auth.js catches every error and continues as if nobody were signed in: it deletes the cookie, keeps the row, and
// answers null. In this app an error is reported, and nobody is signed out.
import { NextRequest } from "next/server";
import { beforeEach, describe, expect, test } from "vitest";
import { adaptHandler } from "@/lib/authjs/handlers";
import { StoreUnavailable } from "@/lib/errors";
import type { SessionStrategy } from "@/lib/session/strategy";
import { createBrowser, password } from "../support/authjs";
import { DAY, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network } from "../support/database";
import { everyStrategy, setUp, storedSessions } from "../support/strategies";

beforeEach(() => allowConsole(DATABASE_OUTAGE));

const needing = everyStrategy.filter((name) => setUp(name).strategy.needs.length > 0);
const asking = everyStrategy.filter((name) => setUp(name).strategy.asksStore);
const lagging = needing.filter((name) => !asking.includes(name));
const notNeeding = everyStrategy.filter((name) => !needing.includes(name));

async function signedIn(strategy: SessionStrategy) {
  const browser = createBrowser(strategy);
  const user = await addUser({ password });
  await browser.signIn(user);
  expect(browser.cookie).not.toBe("");
  return { browser, user, cookie: browser.cookie };
}

/** 503, to be tried again, and nothing about the cookies of the session. */
async function expectUnavailable(response: Response) {
  expect(response.status).toBe(503);
  const sent = response.headers.getSetCookie();
  expect(sent.filter((cookie) => !cookie.startsWith("last-refresh="))).toEqual([]);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(await response.json()).toMatchObject({ error: "unavailable" });
}

describe.each(asking)("%s: the database is down", (name) => {
  test("the session: Auth.js rejects, and the app answers 503", async () => {
    const { browser, cookie } = await signedIn(setUp(name).strategy);
    await network.refuse();
    await expect(browser.getBare("session")).rejects.toBeInstanceOf(StoreUnavailable);
    await expectUnavailable(await browser.get("session"));
    expect(browser.cookie).toBe(cookie);
  });
});

describe.each(lagging)("%s: the database is down", (name) => {
  test("the session is read as usual until its next refresh", async () => {
    const { strategy, clock } = setUp(name);
    const { browser, user } = await signedIn(strategy);
    await network.refuse();
    clock.pass((strategy.endNoticedWithin ?? 0) * SECOND - 1);
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    clock.pass(1);
    await expectUnavailable(await browser.get("session"));
  });
});

describe.each(needing)("%s: the database is down when the session is to be renewed", (name) => {
  /** A user without requests for a day. */
  async function comesBack() {
    const { strategy, clock } = setUp(name);
    const member = await signedIn(strategy);
    clock.pass(DAY);
    return member;
  }

  test("reading the session: 503, and the cookie is valid afterwards", async () => {
    const { browser, cookie, user } = await comesBack();
    const { refreshToken } = browser;
    await network.refuse();
    for (let attempt = 0; attempt < 2; attempt++)
      await expectUnavailable(await browser.get("session"));
    expect(browser).toMatchObject({ cookie, refreshToken });
    await network.restore();
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
  });

  test("a browser at the session route is not redirected to the sign-in page", async () => {
    const { browser, cookie } = await comesBack();
    await network.refuse();
    await expectUnavailable(await browser.get("session", { accept: "text/html,*/*;q=0.8" }));
    expect(browser.cookie).toBe(cookie);
  });

  test("a hanging database gives the same answer within seconds", async () => {
    const { browser, user } = await comesBack();
    network.hang();
    await expectUnavailable(await browser.get("session"));
    await network.restore();
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
  });
});

describe.each(needing)("%s: the database is down", (name) => {
  // Auth.js would catch the error, delete the cookie, and keep the row: the user would only seem to be signed out.
  test("signing out: 503, cookie and row are kept, and it works afterwards", async () => {
    const { strategy } = setUp(name);
    const { browser, cookie, user } = await signedIn(strategy);
    const rows = await storedSessions(strategy, user);
    await browser.session();
    await network.refuse();
    await expect(browser.postBare("signout")).rejects.toBeInstanceOf(StoreUnavailable);
    await expectUnavailable(await browser.signOut());
    expect(browser.cookie).toBe(cookie);
    await network.restore();
    expect(await storedSessions(strategy, user)).toEqual(rows);
    await browser.signOut();
    expect(browser.cookie).toBe("");
    expect(await storedSessions(strategy, user)).toEqual([]);
  });

  test("signing out fails at the last step: 503, and the session is still valid", async () => {
    const { strategy } = setUp(name);
    const broken: SessionStrategy = {
      ...strategy,
      end: async () => {
        throw new StoreUnavailable("database", new Error("gone"));
      },
    };
    const { browser, user, cookie } = await signedIn(broken);
    await expectUnavailable(await browser.signOut());
    expect(browser.cookie).toBe(cookie);
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
  });
});

describe.each(notNeeding)("%s: the database is down", (name) => {
  test("the session is read and renewed as usual, and signing out works", async () => {
    const { strategy, clock } = setUp(name);
    const { browser, user } = await signedIn(strategy);
    await network.refuse();
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    clock.pass(2 * 24 * 3600 * SECOND);
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    await browser.signOut();
    expect(browser.cookie).toBe("");
  });
});

describe.each(everyStrategy)("%s: the database is down", (name) => {
  test("signing in: 503 and not 'wrong password'; no cookie, and it works afterwards", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const user = await addUser({ password });
    await network.refuse();
    const answer = await browser.signIn(user);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("CredentialsSignin");
    expect(browser.cookie).toBe("");
    await network.restore();
    await browser.signIn(user);
    expect(await browser.session()).toMatchObject({ user: { id: user.id } });
  });

  // It reads the user again, so it needs the database under every strategy.
  test("update() from the browser: 503, and the session is unchanged", async () => {
    const { browser, cookie } = await signedIn(setUp(name).strategy);
    const before = await browser.session();
    await network.refuse();
    await expectUnavailable(await browser.update({ role: "admin" }));
    expect(browser.cookie).toBe(cookie);
    await network.restore();
    expect(await browser.session()).toEqual(before);
  });

  test("a guest is recognised without the database", async () => {
    const browser = createBrowser(setUp(name).strategy);
    await network.refuse();
    expect(await browser.session()).toBeNull();
    expect((await browser.get("providers")).status).toBe(200);
  });
});

describe.each(everyStrategy)("%s: an unexpected error", (name) => {
  const mistakes: [string, Error][] = [
    ["a TypeError", new TypeError("Cannot read properties of undefined")],
    ["an error of the database", Object.assign(new Error("deadlock"), { code: "40P01" })],
  ];

  /** A strategy in which `method` has begun to fail. */
  function failing(method: "renew" | "end" | "create", error: Error) {
    const { strategy } = setUp(name);
    let fails = false;
    const broken: SessionStrategy = {
      ...strategy,
      [method]: async (...parts: never[]) => {
        if (fails) throw error;
        return (strategy[method] as (...parts: never[]) => unknown)(...parts);
      },
    };
    return {
      broken,
      fail: () => {
        fails = true;
      },
      heal: () => {
        fails = false;
      },
    };
  }
  test.each(mistakes)(
    "while reading the session is passed to Next.js and deletes no cookie: %s",
    async (_what, error) => {
      const { broken, fail, heal } = failing("renew", error);
      const { browser, cookie, user } = await signedIn(broken);
      fail();
      await expect(browser.get("session")).rejects.toBe(error);
      await expect(browser.update({ x: 1 })).rejects.toBe(error);
      expect(browser.cookie).toBe(cookie);
      heal();
      expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    },
  );

  test.each(mistakes)(
    "while signing out is never reported as success: %s",
    async (_what, error) => {
      const { broken, fail, heal } = failing("end", error);
      const { browser, cookie, user } = await signedIn(broken);
      fail();
      await expect(browser.signOut()).rejects.toBe(error);
      expect(browser.cookie).toBe(cookie);
      heal();
      expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    },
  );

  test.each(mistakes)("while signing in sets no cookie: %s", async (_what, error) => {
    allowConsole(/\[auth\]|TypeError|deadlock/);
    const { broken, fail } = failing("create", error);
    const browser = createBrowser(broken);
    fail();
    await browser.signIn(await addUser({ password })).catch(() => {});
    expect(browser.cookie).toBe("");
  });
});

test("a user who returns from a provider while the database is down sees an error page", async () => {
  const mended = adaptHandler(async () => {
    throw new StoreUnavailable("database", new Error("refused"));
  });
  const response = await mended(
    new NextRequest("http://localhost:3000/api/auth/callback/oidc?code=x"),
  );
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/sign-in?error=Unavailable");
  expect(response.headers.getSetCookie()).toEqual([]);
});
