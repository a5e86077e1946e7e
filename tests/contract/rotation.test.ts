// Refresh tokens (RFC 9700 4.14): what a refresh gives, and what it does not.
import { describe, expect, test } from "vitest";
import { DAY, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { network, sessionRows, setRole, tablesThatContain } from "../support/database";
import { mustRotate, rotate, rotating, signIn } from "../support/rotation";
import { policy } from "../support/sessions";

describe.each(rotating)("%s: rotation", (name) => {
  test("a refresh gives a new pair of the same session, and both tokens work", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    clock.pass(policy.accessMaxAge * SECOND);
    expect(await strategy.read(issued.cookie)).toBeNull();
    const next = await mustRotate(strategy, issued);
    expect(next.refreshToken).not.toBe(issued.refreshToken);
    expect(await strategy.read(next.cookie)).toMatchObject({ id: issued.id, user });
    expect(next.authTime).toBe(issued.authTime);
    expect(await rotate(strategy, next)).not.toBeNull();
  });

  test("an access token is accepted for accessMaxAge, and never longer than its session", async () => {
    const { strategy, clock, issued } = await signIn(name);
    expect(issued.accessExpires).toBe(clock() + policy.accessMaxAge * SECOND);
    const short = await signIn(name, { policy: { ...policy, absoluteMaxAge: 60 } });
    expect(short.issued.accessExpires).toBe(short.issued.expires);
    expect(strategy.endNoticedWithin).toBe(policy.accessMaxAge);
  });

  test("an access token alone cannot be renewed, so a stolen copy expires", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    await setRole(user, "admin");
    let copy = issued.cookie;
    for (let minute = 1; minute < 15; minute++) {
      clock.pass(60 * SECOND);
      const renewed = await strategy.update(copy);
      expect(renewed).toMatchObject({ user: { role: "admin" }, expires: issued.expires });
      expect(renewed?.accessExpires).toBe(issued.accessExpires);
      copy = renewed?.cookie ?? "";
      expect((await strategy.read(copy))?.accessExpires).toBe(issued.accessExpires);
    }
    clock.set(issued.accessExpires ?? 0);
    expect(await strategy.read(copy)).toBeNull();
    expect(await strategy.update(copy)).toBeNull();
  });

  test("without a refresh no token is issued and nothing is written", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    const rows = await sessionRows(user);
    clock.set((issued.accessExpires ?? 0) - 1);
    expect(await strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
    const renewed = await strategy.renew(issued.cookie);
    expect(renewed).toMatchObject({ cookie: issued.cookie, renewedAt: issued.renewedAt });
    clock.pass(1);
    expect(await strategy.read(issued.cookie)).toBeNull();
    expect(await strategy.renew(issued.cookie)).toBeNull();
    expect(await sessionRows(user)).toEqual(rows);
  });

  test("no token is stored", async () => {
    const { strategy, issued } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    for (const { refreshToken = "" } of [issued, next]) {
      const [, , random = "", mac = ""] = refreshToken.split(".");
      for (const part of [random, mac]) {
        expect(part).toMatch(/^[\w-]{43}$/);
        expect(await tablesThatContain(part)).toEqual([]);
      }
    }
  });

  test("the two tokens cannot replace each other", async () => {
    const { strategy, issued } = await signIn(name);
    expect(await strategy.read(issued.refreshToken ?? "")).toBeNull();
    expect(await rotate(strategy, { refreshToken: issued.cookie })).toBeNull();
  });

  test("after the end of the session the access token works until it expires, except for fresh reads", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    await strategy.revocation?.end(user.id, issued.id);
    expect(await strategy.read(issued.cookie)).not.toBeNull();
    expect(await strategy.read(issued.cookie, { fresh: true })).toBeNull();
    clock.pass(policy.accessMaxAge * SECOND - 1);
    expect(await strategy.read(issued.cookie)).not.toBeNull();
    clock.pass(1);
    expect(await strategy.read(issued.cookie)).toBeNull();
  });

  test("a changed role is in the next access token", async () => {
    const { strategy, user, issued } = await signIn(name);
    await setRole(user, "admin");
    expect((await strategy.read(issued.cookie))?.user.role).toBe("user");
    const next = await mustRotate(strategy, issued);
    expect((await strategy.read(next.cookie))?.user.role).toBe("admin");
  });

  test("a refresh extends the session, but never past the absolute limit", async () => {
    const { strategy, clock, issued } = await signIn(name);
    const absolute = issued.authTime + policy.absoluteMaxAge * SECOND;
    let newest = issued;
    while (clock() + 6 * DAY < absolute) {
      clock.pass(6 * DAY);
      newest = await mustRotate(strategy, newest);
      expect(newest.expires).toBe(Math.min(clock() + policy.maxAge * SECOND, absolute));
    }
    clock.set(absolute - 1);
    newest = await mustRotate(strategy, newest);
    expect(newest.accessExpires).toBe(absolute);
    clock.set(absolute);
    expect(await strategy.read(newest.cookie)).toBeNull();
    expect(await rotate(strategy, newest)).toBeNull();
  });

  test("while the database is down a refresh gives no answer, and the session is kept", async () => {
    const { strategy, issued } = await signIn(name);
    allowConsole(DATABASE_OUTAGE);
    await network.refuse();
    await expect(rotate(strategy, issued)).rejects.toThrow("could not be asked");
    await network.restore();
    expect(await rotate(strategy, issued)).not.toBeNull();
  });
});
