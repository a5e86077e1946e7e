// A slow database: its answers are used until they take too long. Then the result is "could not check" within seconds,
// for any number of statements.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { StoreUnavailable } from "@/lib/errors";
import { createBrowser, password, signedIn } from "../support/authjs";
import { SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sessionRows } from "../support/database";
import { everyStrategy, setUp } from "../support/strategies";

const LATE = 1.5 * SECOND;
const TOO_LATE = 4 * SECOND;

beforeEach(() => allowConsole(DATABASE_OUTAGE));

/** The result of `ask`, or its error. */
const outcome = (ask: () => Promise<unknown>) => ask().catch((error: unknown) => error);

/** A session of each strategy. All are asked at once: what they do is wait. */
const members = () =>
  Promise.all(
    everyStrategy.map(async (name) => {
      const { strategy } = setUp(name);
      const { cookie, refreshToken = "", ...session } = await strategy.create(await addUser());
      const rows = await sessionRows(session.user);
      return { strategy, cookie, refreshToken, session, rows };
    }),
  );
type Member = Awaited<ReturnType<typeof members>>[number];

test("late answers are correct", async () => {
  async function askAll({ strategy, cookie, refreshToken, session }: Member) {
    const { name, refresh, records: sessions } = strategy;
    const [read, fresh, nobody, rotated, listed] = await Promise.all([
      strategy.read(cookie),
      strategy.read(cookie, { fresh: true }),
      strategy.read("x".repeat(43)),
      refresh?.rotate(refreshToken),
      sessions?.list(session.user.id),
    ]);
    expect([read, fresh, nobody], name).toEqual([session, session, null]);
    expect(rotated?.id, name).toBe(refresh ? session.id : undefined);
    expect(
      listed?.map(({ id }) => id),
      name,
    ).toEqual(sessions ? [session.id] : undefined);
    await strategy.end(cookie);
    expect(await sessionRows(session.user), name).toEqual([]);
  }
  const all = await members();
  network.slow(LATE);
  await Promise.all(all.map(askAll));
});

test("too slow answers give StoreUnavailable within seconds, and nobody is signed out", async () => {
  async function askAll({ strategy, cookie, refreshToken, session }: Member) {
    const { name, refresh, asksStore } = strategy;
    const [read, ...others] = await Promise.all([
      outcome(() => strategy.read(cookie)),
      outcome(() => strategy.read(cookie, { fresh: true })),
      outcome(() => strategy.create(session.user)),
      ...(refresh ? [outcome(() => refresh.rotate(refreshToken))] : []),
    ]);
    if (asksStore) others.push(read);
    else expect(read, name).toEqual(session);
    for (const answer of others) expect(answer, name).toBeInstanceOf(StoreUnavailable);
  }
  const all = await members();
  network.slow(TOO_LATE);
  await Promise.all(all.map(askAll));
  await network.restore();
  for (const { strategy, cookie, session, rows } of all) {
    expect(await strategy.read(cookie, { fresh: true })).toEqual(session);
    // Delayed statements have not changed it either.
    expect(await sessionRows(session.user)).toEqual(rows);
    await strategy.create(session.user);
    expect(await sessionRows(session.user)).toHaveLength(strategy.records ? 2 : 0);
  }
});

test("a sign-in with many slow statements is aborted before the last one", async () => {
  const { strategy } = setUp("database");
  const browser = createBrowser(strategy);
  const user = await addUser({ password });
  network.slow(0.8 * SECOND);
  const answer = await outcome(() => browser.signIn(user));
  expect(answer).toMatchObject({ status: 503 });
  expect(browser.cookie).toBe("");
  await network.restore();
  expect(await sessionRows(user)).toEqual([]);
  await browser.signIn(user);
  expect(await browser.session()).toMatchObject({ user: { id: user.id } });
});

describe.each(everyStrategy.filter((name) => !setUp(name).strategy.revocation))("%s", (name) => {
  test("a sign-out does not wait for a slow audit trail, and is logged", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const { browser, user } = await signedIn(name);
    network.hang();
    await browser.signOut();
    // It is logged after the database has timed out.
    expect(log.mock.calls.join()).not.toContain('"event":"signed-out"');
    expect(browser.cookie).toBe("");
    await vi.waitFor(
      () => expect(String(log.mock.lastCall)).toMatch(`"event":"signed-out","userId":"${user.id}"`),
      { timeout: 60 * SECOND },
    );
  });
});
