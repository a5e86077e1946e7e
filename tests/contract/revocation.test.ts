// How sessions are ended, and that nothing is left of them: sign-out, sign-in, kicks.
import { describe, expect, test } from "vitest";
import { sessionStore } from "@/lib/session/store";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { DAY, SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { createGate } from "../support/gate";
import { garbage, policy } from "../support/sessions";
import { everyStrategy, setUp, setUpRecords, storedSessions } from "../support/strategies";
import { expectEnded, visit } from "../support/visit";

const revocable = everyStrategy.filter((name) => setUp(name).strategy.revocation);
/** Revoked in the table at once, and noticed by requests a little later. */
const lagging = revocable.filter((name) => setUp(name).strategy.endNoticedWithin);

test("at least one strategy can revoke, and one cannot: else half of this file tests nothing", () => {
  expect(revocable.length).toBeGreaterThan(0);
  expect(revocable.length).toBeLessThan(everyStrategy.length);
});

describe.each(everyStrategy)("%s: signing out", (name) => {
  test("a copy of the cookie is dead at once, or, where nothing can be revoked, when it expires", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    const { cookie, expires } = issued;
    await strategy.end(cookie);
    if (strategy.revocation) return expectEnded(strategy, clock, issued);

    // The documented price of keeping no record: nothing anywhere says that the session is over.
    clock.set(expires - 1);
    expect(await strategy.read(cookie)).not.toBeNull();
    expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
    clock.set(expires);
    expect(await strategy.read(cookie)).toBeNull();
  });

  test("a copy can be kept alive by renewing it, up to the absolute limit, only where nothing can be revoked", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    await strategy.end(issued.cookie);
    clock.pass((strategy.endNoticedWithin ?? 0) * SECOND);
    let days = 0;
    let held: IssuedSession | null = issued;
    for (; days < 60; days++) {
      held = held && (await visit(strategy, held));
      if (!held) break;
      clock.pass(DAY);
    }
    expect(days).toBe(strategy.revocation ? 0 : 30);
    if (days > 0) expect(clock()).toBe(issued.authTime + policy.absoluteMaxAge * SECOND);
  });

  test("it ends that session alone", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const [laptop, phone] = [await strategy.create(user), await strategy.create(user)];
    await strategy.end(laptop.cookie);
    clock.pass(DAY);
    expect(await visit(strategy, phone)).toMatchObject({ id: phone.id });
  });

  test("it can be done twice, and with a session that has expired", async () => {
    const { strategy, clock } = setUp(name);
    const { cookie, expires } = await strategy.create(await addUser());
    clock.set(expires);
    await strategy.end(cookie);
    await strategy.end(cookie);
  });

  test.each(garbage)("with %s nothing happens", async (_what, cookie) => {
    const { strategy } = setUp(name);
    expect(await strategy.end(cookie)).toBeNull();
  });
});

describe.each(lagging)("%s: the lag that it states", (name) => {
  test("is how long a copy works on after the end, to the millisecond", async () => {
    const { strategy, clock } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    await strategy.end(cookie);
    clock.pass((strategy.endNoticedWithin ?? 0) * SECOND - 1);
    expect(await strategy.read(cookie)).not.toBeNull();
    clock.pass(1);
    expect(await strategy.read(cookie)).toBeNull();
  });
});

describe.each(revocable)("%s: signing in again", (name) => {
  test.each([
    ["", 0],
    [", however long it was not used", 6 * DAY],
  ])("ends the session that the browser held%s", async (_when, age) => {
    const { strategy, clock } = setUpRecords(name);
    const user = await addUser();
    const before = await strategy.create(user);
    clock.pass(age);
    const after = await strategy.create(user, { previous: before.cookie });
    expect((await storedSessions(strategy, user)).map(({ id }) => id)).toEqual([after.id]);
    await expectEnded(strategy, clock, before);
    expect(await visit(strategy, after)).toMatchObject({ id: after.id });
  });

  test("ends it also when it was someone else's", async () => {
    const { strategy, clock } = setUpRecords(name);
    const [before, user] = [await strategy.create(await addUser()), await addUser()];
    await strategy.create(user, { previous: before.cookie });
    await expectEnded(strategy, clock, before);
  });

  test("leaves the user's other browsers alone", async () => {
    const { strategy } = setUpRecords(name);
    const user = await addUser();
    const [phone, laptop] = [await strategy.create(user), await strategy.create(user)];
    await strategy.create(user, { previous: laptop.cookie });
    expect(await strategy.read(phone.cookie, { fresh: true })).toMatchObject({ id: phone.id });
  });

  test.each(garbage)("works when the browser held %s", async (_what, previous) => {
    const { strategy } = setUpRecords(name);
    const { cookie } = await strategy.create(await addUser(), { previous });
    expect(await strategy.read(cookie)).not.toBeNull();
  });

  test("works when the browser held the cookie of every other strategy", async () => {
    const { strategy } = setUpRecords(name);
    for (const other of everyStrategy) {
      const { cookie: previous } = await setUp(other).strategy.create(await addUser());
      const { cookie } = await strategy.create(await addUser(), { previous });
      expect(await strategy.read(cookie)).not.toBeNull();
    }
  });
});

describe.each(revocable)("%s: revoked while a request is being checked", (name) => {
  /** A store whose answers to `find` wait at a gate: a request that is slow at the worst moment. */
  function slowStore() {
    const gate = createGate();
    const find: typeof sessionStore.find = async (key) => {
      const row = await sessionStore.find(key);
      await gate.pass();
      return row;
    };
    return { store: { ...sessionStore, find }, gate };
  }

  type Ask = (strategy: SessionStrategy, held: IssuedSession) => Promise<unknown>;

  test.each<[string, number, Ask]>([
    ["", 0, (strategy, { cookie }) => strategy.read(cookie, { fresh: true })],
    [", when its renewal is due", DAY, visit],
  ])("the next request is out%s", async (_when, age, ask) => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const { store, gate } = slowStore();
    const slow = setUp(name, { clock, store }).strategy;
    const user = await addUser();
    const issued = await strategy.create(user);
    clock.pass(age);

    const inFlight = ask(slow, issued);
    await gate.arrived;
    expect(await sessions.end(user.id, issued.id)).toBe(true);
    gate.open();
    await inFlight;

    await expectEnded(strategy, clock, issued);
    expect(await storedSessions(strategy, user)).toEqual([]);
  });
});
