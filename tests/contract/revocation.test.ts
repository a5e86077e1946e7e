// How sessions end: by sign-out, by a new sign-in, and from another device.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deleteExpired } from "@/lib/accounts/cleanup";
import { openDatabase } from "@/lib/database/client";
import { strategies } from "@/lib/session/strategies";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { createClock, DAY, SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { createGate } from "../support/gate";
import { garbage, policy, secrets } from "../support/sessions";
import {
  everyStrategy,
  expectStored,
  gatedReads,
  revocable,
  setUp,
  setUpRevocation,
} from "../support/strategies";
import { expectEnded, visit } from "../support/visit";

/** Revoked in the store at once, and noticed by requests a little later. */
const lagging = revocable.filter((name) => setUp(name).strategy.endNoticedWithin);

// #region keep
test("at least one strategy can revoke and one cannot, so that all tests of this file run", () => {
  expect(revocable.length).toBeGreaterThan(0);
  expect(revocable.length).toBeLessThan(everyStrategy.length);
});
// #endregion

describe.each(everyStrategy)("%s: signing out", (name) => {
  test("a copy of the cookie is refused at once, or when it expires if the strategy cannot revoke", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    const { cookie, expires } = issued;
    await strategy.end(cookie);
    if (strategy.revocation) return expectEnded(strategy, clock, issued);

    // The documented limit of strategies without records: nothing stores that the session has ended.
    clock.set(expires - 1);
    expect(await strategy.read(cookie)).not.toBeNull();
    expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
    clock.set(expires);
    expect(await strategy.read(cookie)).toBeNull();
  });

  test("a copy can be renewed, up to the absolute limit, only if the strategy cannot revoke", async () => {
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

  test("signing out ends only that session", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const [laptop, phone] = [await strategy.create(user), await strategy.create(user)];
    await strategy.end(laptop.cookie);
    clock.pass(DAY);
    expect(await visit(strategy, phone)).toMatchObject({ id: phone.id });
  });

  test("signing out works twice and with an expired session", async () => {
    const { strategy, clock } = setUp(name);
    const { cookie, expires } = await strategy.create(await addUser());
    clock.set(expires);
    await strategy.end(cookie);
    await strategy.end(cookie);
  });

  test.each(garbage)("signing out with %s changes nothing", async (_what, cookie) => {
    const { strategy } = setUp(name);
    expect(await strategy.end(cookie)).toBeNull();
  });
});

describe.each(lagging)("%s: the stated delay", (name) => {
  test("is exactly how long a copy works after the end", async () => {
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
  ])("ends the browser's previous session%s", async (_when, age) => {
    const { strategy, clock } = setUpRevocation(name);
    const user = await addUser();
    const before = await strategy.create(user);
    clock.pass(age);
    const after = await strategy.create(user, { previous: before.cookie });
    await expectStored(strategy, user, [after.id]);
    await expectEnded(strategy, clock, before);
    expect(await visit(strategy, after)).toMatchObject({ id: after.id });
  });

  test("ends the previous session of another user", async () => {
    const { strategy, clock } = setUpRevocation(name);
    const [before, user] = [await strategy.create(await addUser()), await addUser()];
    await strategy.create(user, { previous: before.cookie });
    await expectEnded(strategy, clock, before);
  });

  test("does not end sessions in the user's other browsers", async () => {
    const { strategy } = setUpRevocation(name);
    const user = await addUser();
    const [phone, laptop] = [await strategy.create(user), await strategy.create(user)];
    await strategy.create(user, { previous: laptop.cookie });
    expect(await strategy.read(phone.cookie, { fresh: true })).toMatchObject({ id: phone.id });
  });

  test.each(garbage)("works if the browser has %s", async (_what, previous) => {
    const { strategy } = setUpRevocation(name);
    const { cookie } = await strategy.create(await addUser(), { previous });
    expect(await strategy.read(cookie)).not.toBeNull();
  });

  test("works if the browser has cookies of all other strategies", async () => {
    const { strategy } = setUpRevocation(name);
    for (const other of everyStrategy) {
      const { cookie: previous } = await setUp(other).strategy.create(await addUser());
      const { cookie } = await strategy.create(await addUser(), { previous });
      expect(await strategy.read(cookie)).not.toBeNull();
    }
  });
});

const inStore = revocable.filter((name) => setUp(name).strategy.needs.length > 0);

describe.each(inStore)("%s: revoked while a request is being checked", (name) => {
  type Ask = (strategy: SessionStrategy, held: IssuedSession) => Promise<unknown>;

  test.each<[string, number, Ask]>([
    ["", 0, (strategy, { cookie }) => strategy.read(cookie, { fresh: true })],
    [", when its renewal is due", DAY, visit],
  ])("the next request is refused%s", async (_when, age, ask) => {
    const { strategy, revocation, clock } = setUpRevocation(name);
    const gate = createGate();
    const slow = setUp(name, { clock, ...gatedReads(gate) }).strategy;
    const user = await addUser();
    const issued = await strategy.create(user);
    clock.pass(age);

    const inFlight = ask(slow, issued);
    await gate.arrived;
    expect(await revocation.end(user.id, issued.id)).toBe(true);
    gate.open();
    await inFlight;

    await expectEnded(strategy, clock, issued);
    await expectStored(strategy, user, []);
  });
});

describe.each(revocable)("%s: the sessions of a user", (name) => {
  async function signedInTwice() {
    const set = setUpRevocation(name);
    const user = await addUser();
    const [laptop, phone] = [await set.strategy.create(user), await set.strategy.create(user)];
    const isIn = async ({ cookie }: IssuedSession) =>
      (await set.strategy.read(cookie, { fresh: true })) !== null;
    return { ...set, user, laptop, phone, isIn };
  }

  test("one session can be ended, and only once", async () => {
    const { strategy, clock, revocation, user, laptop, phone, isIn } = await signedInTwice();
    expect(await revocation.end(user.id, phone.id)).toBe(true);
    expect(await revocation.end(user.id, phone.id)).toBe(false);
    expect(await isIn(laptop)).toBe(true);
    await expectEnded(strategy, clock, phone);
  });

  test.each(["nonsense", "all", "NUL \0", randomUUID().toUpperCase()])(
    "what is no id of a session ends nothing: %s",
    async (id) => {
      const { revocation, user, laptop, phone, isIn } = await signedInTwice();
      expect(await revocation.end(user.id, id)).toBe(false);
      expect([await isIn(laptop), await isIn(phone)]).toEqual([true, true]);
    },
  );

  test("another user cannot end a session", async () => {
    const { revocation, laptop, isIn } = await signedInTwice();
    const other = await addUser();
    await revocation.end(other.id, laptop.id);
    await revocation.endAll(other.id);
    expect(await isIn(laptop)).toBe(true);
  });

  test("all sessions are ended, and one that begins at the same moment stays valid", async () => {
    const { strategy, clock, revocation, user, laptop, phone, isIn } = await signedInTwice();
    for (let round = 0; round < 3; round++) {
      await revocation.endAll(user.id);
      const again = await strategy.create(user);
      expect(await isIn(again)).toBe(true);
      await revocation.endAll(user.id);
      expect(await isIn(again)).toBe(false);
    }
    await expectEnded(strategy, clock, laptop);
    expect(await isIn(phone)).toBe(false);
  });

  test("all sessions except one are ended, and that one stays valid", async () => {
    const { strategy, clock, revocation, user, laptop, phone, isIn } = await signedInTwice();
    await revocation.endAll(user.id, laptop.id);
    await revocation.endAll(user.id, laptop.id);
    expect([await isIn(laptop), await isIn(phone)]).toEqual([true, false]);
    clock.pass(DAY);
    expect(await visit(strategy, laptop)).toMatchObject({ id: laptop.id });
    await expectEnded(strategy, clock, phone);
  });

  test("an ended session does not become valid as the exception", async () => {
    const { revocation, user, laptop, phone, isIn } = await signedInTwice();
    await revocation.endAll(user.id, laptop.id);
    await revocation.endAll(user.id, phone.id);
    expect([await isIn(laptop), await isIn(phone)]).toEqual([false, false]);
    await revocation.endAll(user.id, laptop.id);
    expect([await isIn(laptop), await isIn(phone)]).toEqual([false, false]);
  });

  test.each(["one", "all"] as const)(
    "%s: stays ended while the middleware renews its cookie, whatever a cleanup deletes",
    async (which) => {
      // Long ago, because a cleanup deletes the rows of other tests, too.
      const clock = createClock(Date.parse("2016-01-01"));
      const { strategy, revocation } = setUpRevocation(name, { clock });
      const { pool } = await openDatabase();
      const guard = strategies[name].guard({ policy, clock, secrets });
      const user = await addUser();
      const { id, cookie: issued, accessExpires } = await strategy.create(user);
      if (which === "one") await revocation.end(user.id, id);
      else await revocation.endAll(user.id);
      if (accessExpires) clock.set(accessExpires);
      for (let cookie = issued; ; clock.pass(DAY)) {
        await deleteExpired(pool, clock());
        expect(await strategy.read(cookie), new Date(clock()).toISOString()).toBeNull();
        const verdict = await guard(cookie);
        if (!verdict.pass || clock() > Date.parse("2016-02-15")) break;
        cookie = verdict.cookie;
      }
    },
  );
});
