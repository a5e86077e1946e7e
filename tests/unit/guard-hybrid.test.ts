import { describe, expect, test } from "vitest";
import { strategies } from "@/lib/session/strategies";
import { createAccessTokens } from "@/lib/session/tokens/access-token";
import { newToken } from "@/lib/session/tokens/reference-token";
import { createClock, DAY, SECOND } from "../support/clock";
import { garbage, noStores, policy, secrets, someone } from "../support/sessions";

/** A new access token and the guard, both without a store. */
async function signIn() {
  const dependencies = { policy, clock: createClock(), secrets };
  const now = dependencies.clock();
  const times = { authTime: now, renewedAt: now, expires: now + 7 * DAY };
  const session = { id: crypto.randomUUID(), user: someone, ...times };
  const { cookie, accessExpires = 0 } = await createAccessTokens(dependencies).issue(session);
  const { id } = session;
  return {
    ...dependencies,
    id,
    cookie,
    accessExpires,
    guard: strategies.hybrid.guard(dependencies),
  };
}

const toRefresh = { pass: false, refresh: true };

describe("hybrid", () => {
  test.each([
    ["a second before", -SECOND, true],
    ["a millisecond before", -1, true],
    ["at", 0, false],
    ["a millisecond after", 1, false],
    ["a month after", 30 * DAY, false],
  ])("%s its end, an access token passes or is refreshed", async (_when, offset, passes) => {
    const { guard, id, cookie, clock, accessExpires } = await signIn();
    clock.set(accessExpires + offset);
    expect(await guard(cookie)).toEqual(passes ? { pass: true, cookie, id } : toRefresh);
  });

  test("tolerates a clock that differs by five minutes", async () => {
    for (const offset of [-300 * SECOND, 300 * SECOND]) {
      const { guard, id, cookie, clock } = await signIn();
      clock.pass(offset);
      expect(await guard(cookie)).toEqual({ pass: true, cookie, id });
    }
  });

  test.each([
    ["the absolute limit", { absoluteMaxAge: 60 }],
    ["an idle timeout", { idleTimeout: 60 }],
  ])(
    "an access token is refreshed if a stricter policy has ended its session: %s",
    async (_what, changes) => {
      const { id, cookie, clock } = await signIn();
      const tightened = strategies.hybrid.guard({
        clock,
        secrets,
        policy: { ...policy, ...changes },
      });
      clock.pass(59 * SECOND);
      expect(await tightened(cookie)).toEqual({ pass: true, cookie, id });
      clock.pass(SECOND);
      expect(await tightened(cookie)).toEqual(toRefresh);
    },
  );

  test("an access token under an unknown secret is refreshed, because the session may still be valid", async () => {
    const { cookie, clock } = await signIn();
    const other = strategies.hybrid.guard({
      clock,
      policy,
      secrets: ["another secret, fedcba9876543210"],
    });
    expect(await other(cookie)).toEqual(toRefresh);
    clock.pass(DAY);
    expect(await other(cookie)).toEqual(toRefresh);
  });

  test("an access token under an older secret passes, and is refreshed when it expires", async () => {
    const { id, cookie, clock } = await signIn();
    const rotated = strategies.hybrid.guard({
      clock,
      policy,
      secrets: ["a newer secret, 0123456789", ...secrets],
    });
    expect(await rotated(cookie)).toEqual({ pass: true, cookie, id });
    clock.pass(DAY);
    expect(await rotated(cookie)).toEqual(toRefresh);
  });

  test("an access token with a changed character does not pass", async () => {
    const { guard, cookie } = await signIn();
    for (let at = 0; at < cookie.length; at++) {
      const other = cookie[at] === "A" ? "B" : "A";
      expect(await guard(cookie.slice(0, at) + other + cookie.slice(at + 1))).toEqual(toRefresh);
    }
  });

  test("the cookie of another strategy does not pass", async () => {
    const { guard, clock } = await signIn();
    const { cookie } = await strategies.jwt
      .create({ policy, clock, secrets, ...noStores })
      .create(someone);
    expect(await guard(cookie)).toEqual(toRefresh);
    expect(await guard(newToken())).toEqual(toRefresh);
    expect(await guard(`${crypto.randomUUID()}.${newToken()}`)).toEqual(toRefresh);
  });

  test.each([["empty", ""], ...garbage])("does not pass: %s", async (_what, cookie) => {
    const { guard } = await signIn();
    expect(await guard(cookie)).toEqual(toRefresh);
  });
});
