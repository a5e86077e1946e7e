// How sessions are ended, and that nothing is left of them: sign-out, sign-in, kicks.
import { describe, expect, test } from "vitest";
import { sessionStore } from "@/lib/session/store";
import { DAY, SECOND } from "../support/clock";
import { addUser, sessionRows } from "../support/database";
import { createGate } from "../support/gate";
import { garbage, policy } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";

const revocable = everyStrategy.filter((name) => setUp(name).strategy.canRevoke);

/** The records of a strategy that has some; it is listed in `revocable` for it. */
function setUpRevocable(name: (typeof revocable)[number]) {
  const { strategy, ...rest } = setUp(name);
  if (!strategy.sessions) throw new Error(`${name} claims to revoke, and keeps no records`);
  return { strategy, sessions: strategy.sessions, ...rest };
}

test("at least one strategy can revoke, and one cannot: else half of this file tests nothing", () => {
  expect(revocable.length).toBeGreaterThan(0);
  expect(revocable.length).toBeLessThan(everyStrategy.length);
});

describe.each(everyStrategy)("%s: signing out", (name) => {
  test("a copy of the cookie is dead at once, or, where nothing can be revoked, when it expires", async () => {
    const { strategy, clock } = setUp(name);
    const { cookie, expires } = await strategy.create(await addUser());
    await strategy.end(cookie);

    if (strategy.canRevoke) {
      expect(await strategy.read(cookie, { fresh: true })).toBeNull();
      clock.pass((strategy.noticesWithin ?? Number.POSITIVE_INFINITY) * SECOND);
      expect(await strategy.read(cookie)).toBeNull();
      expect(await strategy.renew(cookie)).toBeNull();
    } else {
      // The documented price of keeping no record: nothing anywhere says that the session is over.
      clock.set(expires - 1);
      expect(await strategy.read(cookie)).not.toBeNull();
      expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
    }
    clock.set(expires);
    expect(await strategy.read(cookie)).toBeNull();
  });

  test("a copy can be kept alive by renewing it, up to the absolute limit, only where nothing can be revoked", async () => {
    const { strategy, clock } = setUp(name);
    const { authTime, ...issued } = await strategy.create(await addUser());
    let cookie = issued.cookie;
    await strategy.end(cookie);
    let days = 0;
    for (; days < 60; days++) {
      const renewed = await strategy.renew(cookie);
      if (!renewed) break;
      cookie = renewed.cookie;
      clock.pass(DAY);
    }
    expect(days).toBe(strategy.canRevoke ? 0 : 30);
    if (days > 0) expect(clock()).toBeGreaterThanOrEqual(authTime + policy.absoluteMaxAge * 1000);
  });

  test("it ends that session alone", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const [laptop, phone] = [await strategy.create(user), await strategy.create(user)];
    await strategy.end(laptop.cookie);
    expect(await strategy.read(phone.cookie)).toMatchObject({ id: phone.id });
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
    await expect(strategy.end(cookie)).resolves.toBeUndefined();
  });
});

describe.each(revocable)("%s: signing in again", (name) => {
  test("ends the session that the browser held", async () => {
    const { strategy } = setUpRevocable(name);
    const user = await addUser();
    const before = await strategy.create(user);
    const after = await strategy.create(user, { previous: before.cookie });
    expect(await strategy.read(before.cookie)).toBeNull();
    expect(await strategy.read(after.cookie)).toMatchObject({ id: after.id });
    expect(await sessionRows(user)).toHaveLength(1);
  });

  test("ends it also when it was someone else's", async () => {
    const { strategy } = setUpRevocable(name);
    const [before, user] = [await strategy.create(await addUser()), await addUser()];
    await strategy.create(user, { previous: before.cookie });
    expect(await strategy.read(before.cookie)).toBeNull();
  });

  test("leaves the user's other browsers alone", async () => {
    const { strategy } = setUpRevocable(name);
    const user = await addUser();
    const [phone, laptop] = [await strategy.create(user), await strategy.create(user)];
    await strategy.create(user, { previous: laptop.cookie });
    expect(await strategy.read(phone.cookie)).not.toBeNull();
  });

  test.each(garbage)("works when the browser held %s", async (_what, previous) => {
    const { strategy } = setUpRevocable(name);
    const { cookie } = await strategy.create(await addUser(), { previous });
    expect(await strategy.read(cookie)).not.toBeNull();
  });

  test("works when the browser held the cookie of every other strategy", async () => {
    const { strategy } = setUpRevocable(name);
    for (const other of everyStrategy) {
      const { cookie: previous } = await setUp(other).strategy.create(await addUser());
      const { cookie } = await strategy.create(await addUser(), { previous });
      expect(await strategy.read(cookie)).not.toBeNull();
    }
  });
});

describe("strategies that cannot revoke say so", () => {
  test.each(everyStrategy)("%s", (name) => {
    const { strategy } = setUp(name);
    expect(strategy.name).toBe(name);
    expect(strategy.sessions !== null).toBe(strategy.canRevoke);
    expect(strategy.noticesWithin !== null).toBe(strategy.canRevoke);
  });
});

describe.each(revocable)("%s: the sessions on record", (name) => {
  test("are listed newest first, with what a user can tell them apart by", async () => {
    const { strategy, sessions, clock } = setUpRevocable(name);
    const user = await addUser();
    const laptop = await strategy.create(user, { ip: "192.0.2.1", userAgent: "Laptop" });
    clock.pass(60_000);
    const phone = await strategy.create(user);
    const record = ({ id, authTime, renewedAt, expires }: typeof phone) => ({
      ...{ id, authTime, renewedAt, expires },
      ip: null,
      userAgent: null,
    });
    expect(await sessions.list(user.id)).toEqual([
      record(phone),
      { ...record(laptop), ip: "192.0.2.1", userAgent: "Laptop" },
    ]);
  });

  test("are the user's own", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const [user, other] = [await addUser(), await addUser()];
    await strategy.create(other);
    const { id } = await strategy.create(user);
    expect((await sessions.list(user.id)).map((session) => session.id)).toEqual([id]);
    expect(await sessions.list("nobody")).toEqual([]);
  });

  test("are listed up to their end, and not at it", async () => {
    const { strategy, sessions, clock } = setUpRevocable(name);
    const user = await addUser();
    const { expires } = await strategy.create(user);
    clock.set(expires - 1);
    expect(await sessions.list(user.id)).toHaveLength(1);
    clock.set(expires);
    expect(await sessions.list(user.id)).toEqual([]);
  });

  test("are listed only while they can be read, under a tightened policy too", async () => {
    const { strategy, clock } = setUpRevocable(name);
    const user = await addUser();
    const { cookie } = await strategy.create(user);
    clock.pass(2 * 3600_000);
    const tightened = setUp(name, { clock, policy: { ...policy, absoluteMaxAge: 3600 } }).strategy;
    expect(await tightened.read(cookie)).toBeNull();
    expect(await tightened.sessions?.list(user.id)).toEqual([]);
  });

  test("can be ended one by one", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const user = await addUser();
    const [laptop, phone] = [await strategy.create(user), await strategy.create(user)];
    expect(await sessions.end(user.id, laptop.id)).toBe(true);
    expect(await strategy.read(laptop.cookie)).toBeNull();
    expect(await strategy.read(phone.cookie)).not.toBeNull();
    expect(await sessions.end(user.id, laptop.id)).toBe(false);
  });

  test("cannot be ended by someone else who knows the id", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const [owner, stranger] = [await addUser(), await addUser({ role: "admin" })];
    const { id, cookie } = await strategy.create(owner);
    expect(await sessions.end(stranger.id, id)).toBe(false);
    expect(await sessions.endAll(stranger.id, id)).toBe(0);
    expect(await strategy.read(cookie)).toMatchObject({ id });
  });

  test.each(garbage)("cannot be ended by an id that is %s", async (_what, id) => {
    const { strategy, sessions } = setUpRevocable(name);
    const user = await addUser();
    const { cookie } = await strategy.create(user);
    expect(await sessions.end(user.id, id)).toBe(false);
    expect(await strategy.read(cookie)).not.toBeNull();
  });

  test("cannot be ended by the cookie or its hash in place of the id", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const user = await addUser();
    const { cookie } = await strategy.create(user);
    const [row] = await sessionRows(user);
    expect(await sessions.end(user.id, cookie)).toBe(false);
    expect(await sessions.end(user.id, row?.sessionToken ?? "")).toBe(false);
  });

  test("can be ended all at once, nobody else's", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const user = await addUser();
    const stranger = await strategy.create(await addUser());
    const own = [await strategy.create(user), await strategy.create(user)];
    expect(await sessions.endAll(user.id)).toBe(2);
    for (const { cookie } of own) expect(await strategy.read(cookie)).toBeNull();
    expect(await strategy.read(stranger.cookie)).not.toBeNull();
    expect(await sessions.endAll(user.id)).toBe(0);
  });

  test("can be ended all but the one at hand", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const user = await addUser();
    const [here, ...elsewhere] = await Promise.all([1, 2, 3].map(() => strategy.create(user)));
    expect(await sessions.endAll(user.id, here?.id)).toBe(2);
    for (const { cookie } of elsewhere) expect(await strategy.read(cookie)).toBeNull();
    expect(await strategy.read(here?.cookie ?? "")).toMatchObject({ id: here?.id });
  });

  test("an exception that is not one's own spares nothing", async () => {
    const { strategy, sessions } = setUpRevocable(name);
    const user = await addUser();
    const stranger = await strategy.create(await addUser());
    await strategy.create(user);
    expect(await sessions.endAll(user.id, stranger.id)).toBe(1);
    expect(await sessionRows(user)).toEqual([]);
  });
});

describe.each(revocable)("%s: revoked while a request is being checked", (name) => {
  /** A store whose answers to `find` wait at a gate: a request that is slow at the worst moment. */
  function slowStore() {
    const gate = createGate();
    const find: typeof sessionStore.find = async (tokenHash) => {
      const row = await sessionStore.find(tokenHash);
      await gate.pass();
      return row;
    };
    return { store: { ...sessionStore, find }, gate };
  }

  test.each([
    ["", 0],
    [", when its renewal is due", DAY],
  ])("the next request is out%s", async (_when, age) => {
    const { strategy, sessions, clock } = setUpRevocable(name);
    const { store, gate } = slowStore();
    const slow = setUp(name, { clock, store }).strategy;
    const user = await addUser();
    const { cookie, id } = await strategy.create(user);
    clock.pass(age);

    const inFlight = slow.read(cookie);
    await gate.arrived;
    expect(await sessions.end(user.id, id)).toBe(true);
    gate.open();
    await inFlight;

    expect(await strategy.read(cookie)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });
});
