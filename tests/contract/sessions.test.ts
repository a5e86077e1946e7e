// What every strategy does with a session while nobody ends it: create, read, expire.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createClock, DAY, HOUR, SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { policy } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";
import { mustVisit, visit } from "../support/visit";

describe.each(everyStrategy)("%s: signing in", (name) => {
  test("the session that is read equals the created one", async () => {
    const { strategy } = setUp(name);
    const { cookie, refreshToken, ...created } = await strategy.create(await addUser());
    expect(await strategy.read(cookie)).toEqual(created);
  });

  test("a session has exactly these fields", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser({ role: "admin", password: "correct horse" });
    const { cookie } = await strategy.create(user, { ip: "192.0.2.1", userAgent: "Test" });
    expect(await strategy.read(cookie)).toEqual({
      id: expect.any(String),
      user: { id: user.id, email: user.email, name: user.name, role: "admin" },
      authTime: clock(),
      renewedAt: clock(),
      expires: clock() + 7 * DAY,
      ...(strategy.refresh && { accessExpires: clock() + policy.accessMaxAge * SECOND }),
    });
  });

  test("every sign-in creates a new session", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const [one, two] = await Promise.all([strategy.create(user), strategy.create(user)]);
    expect(one.id).not.toBe(two.id);
    expect(one.cookie).not.toBe(two.cookie);
    expect(await strategy.read(one.cookie)).toMatchObject({ id: one.id });
    expect(await strategy.read(two.cookie)).toMatchObject({ id: two.id });
  });

  test("the session's id gives no access and is not in the cookie", async () => {
    const { strategy } = setUp(name);
    const { id, cookie } = await strategy.create(await addUser());
    expect(await strategy.read(id)).toBeNull();
    expect(cookie).not.toContain(id);
  });

  test("a user may have neither name nor email", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ email: null, name: null });
    const { cookie } = await strategy.create(user);
    expect((await strategy.read(cookie))?.user).toEqual(user);
  });

  test.each([
    ["a long name and a long email", "🍪".repeat(100)],
    ["a name of any length, as a provider may give one", "🍪".repeat(10_000)],
  ])("the cookie has valid characters and fits the size limit: %s", async (_what, longName) => {
    const { strategy } = setUp(name);
    const email = `${randomUUID().padEnd(242, "x")}@example.com`;
    const user = await addUser({ email, name: longName });
    const { cookie, refreshToken, ...created } = await strategy.create(user);
    expect(cookie).toMatch(/^[\w.-]+$/);
    expect(cookie.length).toBeLessThan(3936); // what Auth.js puts into one cookie; more, and it makes chunks
    expect(await strategy.read(cookie)).toEqual(created);
    const updated = await strategy.update(cookie);
    expect(updated?.cookie.length).toBeLessThan(3936);
  });
});

describe.each(everyStrategy)("%s: time", (name) => {
  test.each([
    ["a second before its end", -SECOND, true],
    ["a millisecond before its end", -1, true],
    ["at its end", 0, false],
    ["a millisecond after it", 1, false],
    ["a second after it", SECOND, false],
  ])("%s", async (_when, offset, lives) => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(issued.expires + offset);
    const held = await visit(strategy, issued);
    expect(held !== null).toBe(lives);
    expect((await strategy.read(held?.cookie ?? issued.cookie)) !== null).toBe(lives);
  });

  test("an unused session ends after maxAge", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.pass(7 * DAY);
    expect(await strategy.read(issued.cookie)).toBeNull();
    expect(await visit(strategy, issued)).toBeNull();
  });

  test("renewals cannot exceed the absolute limit", async () => {
    const { strategy, clock } = setUp(name);
    const first = await strategy.create(await addUser());
    const { id, authTime } = first;
    let held = first;
    const end = authTime + 30 * DAY;
    for (let now = clock(); now < end - 1; now += 6 * HOUR) {
      clock.set(now);
      held = await mustVisit(strategy, held);
      expect(held).toMatchObject({ id, authTime });
      expect(held.expires).toBeLessThanOrEqual(end);
    }
    clock.set(end - 1);
    held = await mustVisit(strategy, held);
    expect(held).toMatchObject({ id, authTime, expires: end });
    clock.set(end);
    expect(await strategy.read(held.cookie)).toBeNull();
    expect(await visit(strategy, held)).toBeNull();
  });

  test("a stricter policy applies to existing sessions", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    const tightened = setUp(name, { clock, policy: { ...policy, absoluteMaxAge: 3600 } }).strategy;
    clock.set(issued.authTime + HOUR - 1);
    const held = await mustVisit(tightened, issued);
    expect(await tightened.read(held.cookie)).not.toBeNull();
    clock.set(issued.authTime + HOUR);
    for (const { cookie } of [issued, held]) expect(await tightened.read(cookie)).toBeNull();
    expect(await visit(tightened, held)).toBeNull();
  });

  test("two servers whose clocks are five minutes apart agree", async () => {
    const ahead = setUp(name);
    const behind = setUp(name, { clock: createClock(ahead.clock() - 5 * 60 * SECOND) });
    const made = await ahead.strategy.create(await addUser());
    expect(await visit(behind.strategy, made)).toEqual(made);
    ahead.clock.pass(DAY);
    behind.clock.pass(DAY);
    const renewed = await mustVisit(ahead.strategy, made);
    expect(await visit(behind.strategy, renewed)).toEqual(renewed);
  });
});
