import { describe, expect, test } from "vitest";
import { strategies } from "@/lib/session/strategies";
import { newToken } from "@/lib/session/tokens/reference-token";
import { createClock, DAY, SECOND } from "../support/clock";
import { garbage, noStores, policy, secrets, someone } from "../support/sessions";

function setUp() {
  const clock = createClock();
  return { clock, policy, secrets };
}

describe("jwt", () => {
  async function signIn() {
    const dependencies = setUp();
    const strategy = strategies.jwt.create({ ...dependencies, ...noStores });
    const { id, cookie, authTime } = await strategy.create(someone);
    return {
      ...dependencies,
      id,
      authTime,
      strategy,
      cookie,
      guard: strategies.jwt.guard(dependencies),
    };
  }

  test("a valid session passes with an unchanged cookie", async () => {
    const { guard, id, cookie } = await signIn();
    expect(await guard(cookie)).toEqual({ pass: true, cookie, id });
  });

  test.each([
    ["a second before updateAge the cookie stays", DAY - SECOND, false],
    ["at updateAge there is a new one", DAY, true],
    ["a second before maxAge there is a new one", 7 * DAY - 2 * SECOND, true],
  ])("%s", async (_what, age, renews) => {
    const { guard, id, cookie, clock } = await signIn();
    clock.pass(age);
    const verdict = await guard(cookie);
    expect(verdict).toEqual({ pass: true, cookie: expect.any(String), id });
    expect(verdict.pass && verdict.cookie !== cookie).toBe(renews);
  });

  test("the renewed cookie has the same session with a later end", async () => {
    const { guard, cookie, clock, strategy, authTime } = await signIn();
    const before = await strategy.read(cookie);
    clock.pass(DAY);
    const verdict = await guard(cookie);
    const after = verdict.pass ? await strategy.read(verdict.cookie) : null;
    expect(after).toMatchObject({ id: before?.id, user: someone, authTime });
    expect(after?.expires).toBe((before?.expires ?? 0) + DAY);
  });

  test("tolerates a clock that differs by five minutes", async () => {
    for (const offset of [-300 * SECOND, 300 * SECOND]) {
      const { guard, id, cookie, clock } = await signIn();
      clock.pass(offset);
      expect(await guard(cookie)).toEqual({ pass: true, cookie, id });
    }
  });

  test("an expired session does not pass", async () => {
    const { guard, cookie, clock } = await signIn();
    clock.pass(7 * DAY);
    expect(await guard(cookie)).toEqual({ pass: false });
  });

  test("a session does not pass after its absolute limit", async () => {
    const { guard, cookie, clock } = await signIn();
    let current = cookie;
    for (let day = 1; day < 30; day++) {
      clock.pass(DAY);
      const verdict = await guard(current);
      if (!verdict.pass) throw new Error(`stopped on day ${day}`);
      current = verdict.cookie;
    }
    clock.pass(DAY);
    expect(await guard(current)).toEqual({ pass: false });
  });

  test("a session that a stricter policy has ended does not pass", async () => {
    const { clock, cookie } = await signIn();
    const tightened = strategies.jwt.guard({
      clock,
      secrets,
      policy: { ...policy, absoluteMaxAge: 60 },
    });
    clock.pass(61 * SECOND);
    expect(await tightened(cookie)).toEqual({ pass: false });
  });

  test("a cookie under an unknown or removed secret does not pass", async () => {
    const { cookie, clock } = await signIn();
    const other = strategies.jwt.guard({
      clock,
      policy,
      secrets: ["another secret, fedcba9876543210"],
    });
    expect(await other(cookie)).toEqual({ pass: false });
  });

  test("a cookie under an older secret passes", async () => {
    const { id, cookie, clock } = await signIn();
    const rotated = strategies.jwt.guard({
      clock,
      policy,
      secrets: ["a newer secret 0123456789", ...secrets],
    });
    expect(await rotated(cookie)).toEqual({ pass: true, cookie, id });
  });

  test("the cookie of another strategy does not pass", async () => {
    const { guard } = await signIn();
    expect(await guard(newToken())).toEqual({ pass: false });
  });

  test.each(garbage)("%s does not pass", async (_what, cookie) => {
    const { guard } = await signIn();
    expect(await guard(cookie)).toEqual({ pass: false });
  });
});

describe("database", () => {
  // The factory gets policy, clock and secrets, but no store, so it cannot read or write one.
  const guard = strategies.database.guard(setUp());

  test("every cookie passes, because only the database can validate it", async () => {
    const cookie = newToken();
    expect(await guard(cookie)).toEqual({ pass: true, cookie });
  });

  test.each([["a token", newToken()], ...garbage])(
    "gives back the very cookie that came, and so signs nobody out: %s",
    async (_what, cookie) => {
      expect(await guard(cookie)).toEqual({ pass: true, cookie });
    },
  );
});
