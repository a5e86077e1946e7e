// Records of sessions: what a user or an admin sees, and how sessions are ended there.
import { describe, expect, test } from "vitest";
import { hashToken } from "@/lib/session/tokens/reference-token";
import { addUser } from "../support/database";
import { garbage, policy } from "../support/sessions";
import {
  everyStrategy,
  recording,
  setUp,
  setUpRecords,
  storedSessions,
} from "../support/strategies";
import { expectEnded, referenceToken, visit } from "../support/visit";

describe("strategies that cannot revoke state it", () => {
  test.each(everyStrategy)("%s", (name) => {
    const { strategy } = setUp(name);
    expect(strategy.name).toBe(name);
    if (strategy.records) expect(strategy.revocation).not.toBeNull();
    expect(strategy.endNoticedWithin !== null).toBe(strategy.revocation !== null);
  });
});

describe.each(recording)("%s: the sessions on record", (name) => {
  test("are listed newest first, with details to distinguish them", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
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

  test("are only the user's own", async () => {
    const { strategy, sessions } = setUpRecords(name);
    const [user, other] = [await addUser(), await addUser()];
    await strategy.create(other);
    const { id } = await strategy.create(user);
    expect((await sessions.list(user.id)).map((session) => session.id)).toEqual([id]);
    expect(await sessions.list("nobody")).toEqual([]);
  });

  test("are listed until they end", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser();
    const { expires } = await strategy.create(user);
    clock.set(expires - 1);
    expect(await sessions.list(user.id)).toHaveLength(1);
    clock.set(expires);
    expect(await sessions.list(user.id)).toEqual([]);
  });

  test("are listed only while they are valid, also under a stricter policy", async () => {
    const { strategy, clock } = setUpRecords(name);
    const user = await addUser();
    const issued = await strategy.create(user);
    clock.pass(2 * 3600_000);
    const tightened = setUp(name, { clock, policy: { ...policy, absoluteMaxAge: 3600 } }).strategy;
    expect(await visit(tightened, issued)).toBeNull();
    expect(await tightened.records?.list(user.id)).toEqual([]);
  });

  test("can be ended one by one", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser();
    const [laptop, phone] = [await strategy.create(user), await strategy.create(user)];
    expect(await sessions.end(user.id, laptop.id)).toBe(true);
    expect(await sessions.end(user.id, laptop.id)).toBe(false);
    await expectEnded(strategy, clock, laptop);
    expect(await visit(strategy, phone)).toMatchObject({ id: phone.id });
  });

  test("cannot be ended by another user who knows the id", async () => {
    const { strategy, sessions } = setUpRecords(name);
    const [owner, stranger] = [await addUser(), await addUser({ role: "admin" })];
    const { id, cookie } = await strategy.create(owner);
    expect(await sessions.end(stranger.id, id)).toBe(false);
    expect(await sessions.endAll(stranger.id, id)).toBe(0);
    expect(await strategy.read(cookie, { fresh: true })).toMatchObject({ id });
  });

  test.each(garbage)("cannot be ended by an id that is %s", async (_what, id) => {
    const { strategy, sessions } = setUpRecords(name);
    const user = await addUser();
    const { cookie } = await strategy.create(user);
    expect(await sessions.end(user.id, id)).toBe(false);
    expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
  });

  test("cannot be ended with the token or its hash instead of the id", async () => {
    const { strategy, sessions } = setUpRecords(name);
    const user = await addUser();
    const { cookie, refreshToken } = await strategy.create(user);
    const token = referenceToken({ cookie, refreshToken });
    for (const id of [cookie, token, await hashToken(token)])
      expect(await sessions.end(user.id, id)).toBe(false);
  });

  test("can all be ended at once, without those of other users", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser();
    const stranger = await strategy.create(await addUser());
    const own = [await strategy.create(user), await strategy.create(user)];
    expect(await sessions.endAll(user.id)).toBe(2);
    for (const session of own) await expectEnded(strategy, clock, session);
    expect(await visit(strategy, stranger)).toMatchObject({ id: stranger.id });
    expect(await sessions.endAll(user.id)).toBe(0);
  });

  test("can all be ended except the current one", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser();
    const here = await strategy.create(user);
    const elsewhere = await Promise.all([1, 2].map(() => strategy.create(user)));
    expect(await sessions.endAll(user.id, here.id)).toBe(2);
    for (const session of elsewhere) await expectEnded(strategy, clock, session);
    expect(await visit(strategy, here)).toMatchObject({ id: here.id });
  });

  test("are all ended if the exception is another user's session", async () => {
    const { strategy, sessions } = setUpRecords(name);
    const user = await addUser();
    const stranger = await strategy.create(await addUser());
    await strategy.create(user);
    expect(await sessions.endAll(user.id, stranger.id)).toBe(1);
    expect(await storedSessions(strategy, user)).toEqual([]);
  });
});
