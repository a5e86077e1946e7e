// A browser returns from a provider: the user signs in, or connects an account to the current session.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { RECENT } from "@/lib/session/recent";
import type { SessionStrategy } from "@/lib/session/strategy";
import { password } from "../support/authjs";
import { withProvider } from "../support/authjs-oidc";
import { SECOND } from "../support/clock";
import { allowConsole } from "../support/console";
import { addUser, disableUser, sql } from "../support/database";
import { databaseUrl } from "../support/environment";
import { passProvider } from "../support/oidc";
import { setRealLimits } from "../support/real-limits";
import { everyStrategy } from "../support/strategies";

beforeEach(() => allowConsole(/Database connection lost/));

const { createBrowser, setUp } = withProvider();
const back = "http://localhost:3000/api/auth/callback/oidc";

const newLogin = () => `arrival-${randomUUID()}`;
const ownerOf = async (login: string) =>
  (
    await sql<{ userId: string; expires_at: number | null }>(
      `SELECT "userId", expires_at FROM "Account" WHERE "providerAccountId" = $1`,
      [login],
    )
  )[0];
const usersWith = (login: string) =>
  sql(`SELECT id FROM "User" WHERE email = $1`, [`${login}@provider.example`]);
const eventsOf = ({ id }: { id: string }) =>
  sql<{ event: string }>(
    `SELECT event, detail, "sessionId" FROM "AuditEvent" WHERE "userId" = $1 ORDER BY at, id`,
    [id],
  );

/** Locks the users table for `milliseconds`. The returned promise resolves at the end. */
async function lockUsers(duration: number): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE`);
  setRealLimits(true);
  const over = sleep(duration)
    .then(() => client.query("COMMIT"))
    .then(() => client.end())
    .then(() => setRealLimits(false));
  return () => over;
}

/** A user who has signed in with a password. */
async function member(strategy: SessionStrategy, clock?: () => number) {
  const browser = createBrowser(strategy, { clock });
  const user = await addUser({ password });
  await browser.signIn(user);
  const session = await strategy.read(browser.cookie);
  if (!session) throw new Error("Not signed in");
  return { browser, user, session, cookie: browser.cookie };
}

describe.each(everyStrategy)("%s: a new user from a provider", (name) => {
  test("gets a user and an account, and is found again", async () => {
    const { strategy, clock } = setUp(name);
    const login = newLogin();
    const ids = [];
    for (let visit = 0; visit < 2; visit++) {
      const browser = createBrowser(strategy, { clock });
      const answer = await browser.signInThroughProvider(login);
      expect(answer.headers.get("location")).toBe("http://localhost:3000/account");
      ids.push((await strategy.read(browser.cookie))?.user.id);
    }
    expect(ids).toEqual([ids[0], ids[0]]);
    expect((await ownerOf(login))?.userId).toBe(ids[0]);
    expect(await usersWith(login)).toEqual([{ id: ids[0] }]);
  });

  test("leaves no user behind if the account cannot be written", async () => {
    const { strategy, clock } = setUp(name);
    const login = newLogin();
    const browser = createBrowser(strategy, { clock });
    const url = await passProvider(await browser.startTrip(), login, back);
    await sql(`
      CREATE OR REPLACE FUNCTION refuse_login() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW."providerAccountId" = '${login}' THEN RAISE 'refused' USING ERRCODE = '22003'; END IF;
      RETURN NEW; END $$`);
    await sql(
      `CREATE TRIGGER "${login}" BEFORE INSERT ON "Account" FOR EACH ROW EXECUTE FUNCTION refuse_login()`,
    );
    allowConsole(/refused/);
    try {
      await browser.comeBack(url);
    } finally {
      await sql(`DROP TRIGGER "${login}" ON "Account"`);
    }
    expect(browser.cookie).toBe("");
    expect(await usersWith(login)).toEqual([]);
    await browser.signInThroughProvider(login);
    expect(browser.cookie).not.toBe("");
    expect(await usersWith(login)).toHaveLength(1);
  });

  test("is created once by two parallel sign-ins", async () => {
    const { strategy, clock } = setUp(name);
    const login = newLogin();
    allowConsole(/OAuthAccountNotLinked/);
    const browsers = [1, 2, 3].map(() => createBrowser(strategy, { clock }));
    const urls = await Promise.all(
      browsers.map(async (browser) => passProvider(await browser.startTrip(), login, back)),
    );
    await Promise.all(browsers.map((browser, n) => browser.comeBack(`${urls[n]}`)));
    expect(await usersWith(login)).toHaveLength(1);
    expect(browsers.some((browser) => browser.cookie)).toBe(true);
  });
});

describe.each(everyStrategy)("%s: a signed-in user who returns from a provider", (name) => {
  test("connects an account, keeps the session, and is recorded", async () => {
    const { strategy, clock } = setUp(name);
    const { browser, user, session, cookie } = await member(strategy, clock);
    const login = newLogin();
    const answer = await browser.signInThroughProvider(login);
    expect(answer.headers.get("location")).toBe("http://localhost:3000/account");
    expect((await ownerOf(login))?.userId).toBe(user.id);
    expect(browser.cookie).toBe(cookie);
    expect(await strategy.read(browser.cookie, { fresh: true })).toMatchObject({ id: session.id });
    const events = await eventsOf(user);
    expect(events.map(({ event }) => event)).toEqual(["signed-in", "account-connected"]);
    expect(events[1]).toMatchObject({ detail: "oidc", sessionId: session.id });
  });

  test("needs a recent sign-in to connect an account", async () => {
    const { strategy, clock } = setUp(name);
    const { browser, user, cookie } = await member(strategy, clock);
    const login = newLogin();
    const url = await passProvider(await browser.startTrip(), login, back);
    clock.pass(RECENT * SECOND);
    const answer = await browser.comeBack(url);
    expect(answer.headers.get("location")).toContain("/account?connect=sign-in-again");
    expect(await ownerOf(login)).toBeUndefined();
    expect(await usersWith(login)).toEqual([]);
    if (!strategy.refresh) expect(browser.cookie).toBe(cookie);
    expect((await strategy.read(browser.cookie))?.user.id).toBe(user.id);
    // ... and can then continue.
    await browser.signIn(user);
    await browser.signInThroughProvider(login);
    expect((await ownerOf(login))?.userId).toBe(user.id);
  });

  test("signs in again with a connected account, even long after the last sign-in", async () => {
    const { strategy, clock } = setUp(name);
    clock.set(Date.now() - RECENT * SECOND);
    const { browser, user } = await member(strategy, clock);
    // The clock is behind that of the database.
    await sql(`UPDATE "Password" SET "updatedAt" = $2 WHERE "userId" = $1`, [user.id, new Date(0)]);
    const login = newLogin();
    await browser.signInThroughProvider(login);
    clock.pass(RECENT * SECOND);
    // The provider has to ask them again: tests/contract/asked-again.test.ts.
    const start = await browser.startTrip("/account", "oidc", { max_age: "0" });
    await browser.comeBack(await passProvider(start, login, back));
    const session = await strategy.read(browser.cookie);
    expect(session).toMatchObject({ user: { id: user.id, email: user.email }, authTime: clock() });
  });

  test("connects no account and stays the same user if the database stalls", async () => {
    allowConsole(/gives no usable answer/);
    const { strategy, clock } = setUp(name);
    const { browser, user, cookie } = await member(strategy, clock);
    const login = newLogin();
    const url = await passProvider(await browser.startTrip(), login, back);
    const unlocked = await lockUsers(4_500);
    const answer = await browser.comeBack(url);
    await unlocked();
    expect(answer.headers.get("location")).toBe("/sign-in?error=Unavailable");
    expect(await ownerOf(login)).toBeUndefined();
    expect(await usersWith(login)).toEqual([]);
    expect(browser.cookie).toBe(cookie);
    expect((await strategy.read(browser.cookie))?.user.id).toBe(user.id);
  });

  test("connects no account after being disabled", async () => {
    const { strategy, clock } = setUp(name);
    const { browser, user } = await member(strategy, clock);
    const login = newLogin();
    const url = await passProvider(await browser.startTrip(), login, back);
    await disableUser(user);
    await browser.comeBack(url);
    expect((await ownerOf(login))?.userId).not.toBe(user.id);
  });
});
