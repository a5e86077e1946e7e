// AUTH_STRATEGY_ALSO: a session of one strategy becomes a session of another, once, and nobody is signed out.
import { beforeEach, describe, expect, test } from "vitest";
import { claims } from "@/features/move/claims";
import { StoreUnavailable } from "@/lib/errors";
import { DAY, HOUR, MINUTE, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sql } from "../support/database";
import { createApp, createBrowser } from "../support/move";
import { policy } from "../support/sessions";
import { everyStrategy } from "../support/strategies";

const pairs = everyStrategy.flatMap((from) =>
  everyStrategy.filter((to) => to !== from).map((to) => [from, to] as const),
);

const rowsOf = (userId: string) =>
  sql<{ id: string }>(`SELECT id FROM "Session" WHERE "userId" = $1`, [userId]);

const pastGrace = (policy.reuseGrace + 1) * SECOND;

describe.each(pairs)("from %s to %s", (from, to) => {
  async function flipped() {
    const before = createApp(from, []);
    const after = createApp(to, [from], { clock: before.clock });
    const user = await addUser();
    const issued = await before.strategy.create(user);
    const browser = createBrowser().hold(before.strategy, issued);
    return { before, after, clock: before.clock, user, issued, browser };
  }

  test("a session is exchanged, and keeps its id, its user and the time of the sign-in", async () => {
    const { before, after, clock, browser, issued, user } = await flipped();
    clock.pass(60 * SECOND);
    const { under, session } = await after.visit(browser);
    expect(under).toBe(to);
    expect(session).toMatchObject({ id: issued.id, authTime: issued.authTime, user });
    expect(browser.held(before.strategy), "the old cookie is gone").toBeUndefined();
    expect(await after.visit(browser), "and the new one reads").toMatchObject({
      session: { id: issued.id },
    });
    expect(await rowsOf(user.id), "one row where rows are kept").toHaveLength(
      after.strategy.records ? 1 : 0,
    );
    expect(after.told).toEqual(["moved"]);
  });

  test("the absolute limit does not change", async () => {
    const { before, after, clock, browser, issued } = await flipped();
    // Always active, so that no other limit applies.
    clock.pass(DAY);
    expect((await after.visit(browser, { trip: true })).session).toMatchObject({ id: issued.id });
    expect(before.strategy.name).toBe(from);
    for (let day = 2; day < 30; day += 3) {
      clock.set(issued.authTime + day * DAY);
      const shown = browser.held(after.strategy) ?? "";
      const renewed = after.strategy.refresh
        ? await after.strategy.refresh.rotate(browser.jar.get("hybrid.refresh-token") ?? "")
        : await after.strategy.renew(shown);
      if (!renewed) throw new Error(`signed out on day ${day}`);
      browser.hold(after.strategy, renewed);
      expect(renewed.expires).toBeLessThanOrEqual(issued.authTime + 30 * DAY);
    }
    clock.set(issued.authTime + 30 * DAY);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
  });

  test("a page, which cannot set cookies, is signed in and exchanges nothing", async () => {
    const { before, after, browser, issued, user } = await flipped();
    const { session } = await after.visit(browser, { page: true });
    expect(session).toMatchObject({ id: issued.id, user });
    expect(browser.held(before.strategy)).toBe(issued.cookie);
    expect(await rowsOf(user.id)).toHaveLength(before.strategy.records ? 1 : 0);
  });

  test("a session whose renewal is due is exchanged", async () => {
    const { after, clock, browser, issued } = await flipped();
    clock.pass(2 * DAY);
    const { under, session } = await after.visit(browser, { trip: true });
    expect({ under, id: session?.id }).toEqual({ under: to, id: issued.id });
    expect((await after.visit(browser)).session?.id).toBe(issued.id);
  });

  test("an expired session is not exchanged", async () => {
    const { after, clock, browser } = await flipped();
    clock.pass(policy.maxAge * SECOND);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
    expect(after.told).toEqual([]);
  });

  test("a session of a disabled user is not exchanged", async () => {
    const { after, browser, user } = await flipped();
    await sql(`UPDATE "User" SET "disabledAt" = now() WHERE id = $1`, [user.id]);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
    expect((await after.visit(browser, { page: true })).session).toBeNull();
    expect(after.told).toEqual([]);
  });

  test("a session of a deleted user is not exchanged", async () => {
    const { after, browser, user } = await flipped();
    await sql(`DELETE FROM "User" WHERE id = $1`, [user.id]);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
  });

  test("the role is read from the database", async () => {
    const { after, browser, user } = await flipped();
    await sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
    expect((await after.visit(browser)).session?.user.role).toBe("admin");
  });

  test("a revoked session is not exchanged", async () => {
    const { before, after, browser, user, issued } = await flipped();
    if (!before.strategy.revocation) return;
    await before.strategy.revocation.end(user.id, issued.id);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });

  test("a forged cookie is not exchanged", async () => {
    const { before, after, issued } = await flipped();
    const last = issued.cookie.at(-1) === "A" ? "B" : "A";
    const forged = { cookie: issued.cookie.slice(0, -1) + last };
    const browser = createBrowser().hold(before.strategy, forged);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
  });

  test("twenty parallel requests to two servers lead to one session with one cookie", async () => {
    const { after, clock, browser, issued, user } = await flipped();
    const second = createApp(to, [from], { clock });
    const copies = Array.from({ length: 20 }, () => browser.copy());
    const answers = await Promise.all(
      copies.map((copy, n) => (n % 2 ? after : second).visit(copy)),
    );
    for (const { under, session } of answers)
      expect({ under, id: session?.id }).toEqual({ under: to, id: issued.id });
    const held = new Set(copies.map((copy) => copy.held(after.strategy)));
    // Each encryption gives another text with the same content.
    if (after.strategy.records && !after.strategy.refresh) expect(held.size).toBe(1);
    const tokens = new Set(copies.map((copy) => copy.jar.get("hybrid.refresh-token")));
    expect(tokens.size).toBe(1);
    expect(await rowsOf(user.id)).toHaveLength(after.strategy.records ? 1 : 0);
    expect([...after.told, ...second.told]).toEqual(["moved"]);
    for (const copy of copies) expect((await after.visit(copy)).session?.id).toBe(issued.id);
  });

  test("if all answers to twenty parallel requests are lost, another server answers again", async () => {
    const { after, clock, browser, issued, user } = await flipped();
    const second = createApp(to, [from], { clock });
    const lost = Array.from({ length: 20 }, () => browser.copy());
    await Promise.all(lost.map((copy, n) => (n % 2 ? after : second).visit(copy)));
    clock.pass(policy.reuseGrace * SECOND);
    for (const server of [second, after])
      expect((await server.visit(browser)).session?.id).toBe(issued.id);
    expect([...after.told, ...second.told]).toEqual(["moved"]);
    expect(await rowsOf(user.id)).toHaveLength(after.strategy.records ? 1 : 0);
  });

  test("a lost answer of a redirect with a refresh token can be requested again", async () => {
    const { after, clock, browser, issued } = await flipped();
    clock.pass(2 * DAY);
    await after.visit(browser.copy(), { trip: true });
    clock.pass(policy.reuseGrace * SECOND);
    expect((await after.visit(browser, { trip: true })).session?.id).toBe(issued.id);
    expect(after.told).toEqual(["moved"]);
  });

  test("after the grace time a copy of the old cookie is refused, and ends the session if possible", async () => {
    const { after, clock, browser, issued, user } = await flipped();
    const stolen = browser.copy();
    await after.visit(browser);
    clock.pass(pastGrace);
    expect((await after.visit(stolen, { page: true })).session).toBeNull();
    expect((await after.visit(stolen)).session).toBeNull();
    const { revocation } = after.strategy;
    expect(await rowsOf(user.id)).toEqual([]);
    expect(after.told).toEqual(revocation ? ["moved", "token-reuse"] : ["moved"]);
    const held = browser.held(after.strategy) ?? "";
    const session = await after.strategy.read(held, { fresh: true });
    expect(session?.id).toBe(revocation ? undefined : issued.id);
  });

  test("a copy of the old cookie does not restore a session after sign-out", async () => {
    const { after, clock, browser, user } = await flipped();
    const copy = browser.copy();
    await after.visit(browser);
    const ended = await after.strategy.end(browser.held(after.strategy) ?? "");
    // Like lib/session/lifecycle.ts for a strategy that cannot end sessions.
    if (ended && !after.strategy.revocation) await claims.retire(ended, clock() + 1, clock() + DAY);
    expect((await after.visit(copy)).session).toBeNull();
    clock.pass(pastGrace);
    expect((await after.visit(copy)).session).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });

  test("a session that moves back is the same, and copies from the first move are refused", async () => {
    const { before, after, clock, browser, issued, user } = await flipped();
    const first = browser.copy();
    await after.visit(browser);
    clock.pass(HOUR);
    const back = createApp(from, [to], { clock });
    const { under, session } = await back.visit(browser, { trip: true });
    expect({ under, id: session?.id, authTime: session?.authTime }).toEqual({
      under: from,
      id: issued.id,
      authTime: issued.authTime,
    });
    expect(await rowsOf(user.id)).toHaveLength(before.strategy.records ? 1 : 0);
    clock.pass(HOUR);
    const again = createApp(to, [from], { clock });
    expect((await again.visit(browser, { trip: true })).session?.id).toBe(issued.id);
    clock.pass(pastGrace);
    expect((await again.visit(first)).session).toBeNull();
  });
});

describe.each(pairs)("from %s to %s, one server after the other", (from, to) => {
  /** A server reads the strategy of the server that was started last. */
  const withNewest = (issuing: string): typeof claims => ({
    ...claims,
    find: async (...which) => ({ ...(await claims.find(...which)), issuing }),
  });

  test("old and new servers accept the same browser, and its session moves once", async () => {
    const old = createApp(from, [to], { claims: withNewest(to) });
    const { clock } = old;
    const fresh = createApp(to, [from], { clock, claims: withNewest(to) });
    const user = await addUser();
    const issued = await old.strategy.create(user);
    const browser = createBrowser().hold(old.strategy, issued);
    for (const [n, server] of [old, fresh, old, fresh, fresh, old, old, fresh].entries()) {
      clock.pass(MINUTE);
      const { session } = await server.visit(browser);
      expect(session, `request ${n}`).toMatchObject({ id: issued.id });
    }
    expect([...old.told, ...fresh.told]).toEqual(["moved"]);
  });

  test("parallel requests to both servers during the move are answered", async () => {
    const old = createApp(from, [to], { claims: withNewest(to) });
    const fresh = createApp(to, [from], { clock: old.clock, claims: withNewest(to) });
    const issued = await old.strategy.create(await addUser());
    const browser = createBrowser().hold(old.strategy, issued);
    const late = [browser.copy(), browser.copy()];
    await fresh.visit(browser);
    for (const copy of late)
      expect((await old.visit(copy)).session, "on the old one").toMatchObject({ id: issued.id });
    expect((await old.visit(browser)).session).toMatchObject({ id: issued.id });
  });

  test.each([
    ["has exchanged the access token", 0],
    ["has exchanged the refresh token", HOUR],
  ])(
    "a refresh on an old server, after a new one %s, gets the same session",
    async (_what, age) => {
      const old = createApp(from, [to], { claims: withNewest(to) });
      if (!old.strategy.refresh) return;
      const fresh = createApp(to, [from], { clock: old.clock, claims: withNewest(to) });
      const issued = await old.strategy.create(await addUser());
      const browser = createBrowser().hold(old.strategy, issued);
      old.clock.pass(age);
      const [late, later] = [browser.copy(), browser.copy()];
      await fresh.visit(browser, { trip: true });

      const found = await old.refresh(late);
      expect(found).toMatchObject({ id: issued.id, cookie: late.held(fresh.strategy) });
      expect((await fresh.visit(late)).session?.id).toBe(issued.id);
      expect([...old.told, ...fresh.told]).toEqual(["moved"]);

      old.clock.pass(pastGrace);
      expect(await old.refresh(later)).toBeNull();
    },
  );

  test("a new sign-in on one server is accepted by both", async () => {
    const old = createApp(from, [to], { claims: withNewest(to) });
    const fresh = createApp(to, [from], { clock: old.clock, claims: withNewest(to) });
    for (const server of [old, fresh]) {
      const issued = await server.strategy.create(await addUser());
      const browser = createBrowser().hold(server.strategy, issued);
      for (const next of [old, fresh, old])
        expect((await next.visit(browser)).session).toMatchObject({ id: issued.id });
    }
  });
});

describe.each(pairs)("from %s to %s: ends", (from, to) => {
  test("ending all sessions also ends those that have not been exchanged", async () => {
    const before = createApp(from, []);
    const after = createApp(to, [from], { clock: before.clock });
    const user = await addUser();
    const waiting = createBrowser().hold(before.strategy, await before.strategy.create(user));
    before.clock.pass(MINUTE);
    await after.endAccepted(after.strategy, user.id);
    await after.strategy.revocation?.endAll(user.id);
    for (const how of [{ page: true }, {}, { trip: true }])
      expect((await after.visit(waiting, how)).session).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
    before.clock.pass(MINUTE);
    const later = createBrowser().hold(before.strategy, await before.strategy.create(user));
    expect((await after.visit(later)).session, "but none that began later").not.toBeNull();
  });

  test("a session that is ended during the exchange stays ended", async () => {
    const before = createApp(from, []);
    const user = await addUser();
    const issued = await before.strategy.create(user);
    const after: ReturnType<typeof createApp> = createApp(to, [from], {
      clock: before.clock,
      claims: {
        ...claims,
        // Between reading the old session and writing the new one.
        async find(...which) {
          const known = await claims.find(...which);
          await after.endAccepted(after.strategy, user.id);
          await after.strategy.revocation?.endAll(user.id);
          return known;
        },
      },
    });
    const browser = createBrowser().hold(before.strategy, issued);
    expect((await after.visit(browser)).session).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });

  test("a copy does not restore a session that was signed out before the exchange", async () => {
    const before = createApp(from, []);
    const after = createApp(to, [from], { clock: before.clock });
    const user = await addUser();
    const issued = await before.strategy.create(user);
    const copy = createBrowser().hold(before.strategy, issued);
    const ended = await before.strategy.end(issued.cookie);
    if (!ended) throw new Error("not signed in");
    await claims.retire(ended, before.clock() + 1, before.clock() + DAY);
    expect((await after.visit(copy, { trip: true })).session).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });
});

describe.each(pairs)("from %s to %s: the database is down", (from, to) => {
  beforeEach(() => allowConsole(DATABASE_OUTAGE));

  async function flipped() {
    const before = createApp(from, []);
    const after = createApp(to, [from], { clock: before.clock });
    const issued = await before.strategy.create(await addUser());
    return { before, after, issued, browser: createBrowser().hold(before.strategy, issued) };
  }

  test("nobody is signed out, and no session is accepted", async () => {
    const { before, after, issued, browser } = await flipped();
    await network.refuse();
    await expect(after.visit(browser)).rejects.toThrow(StoreUnavailable);
    expect(browser.held(before.strategy)).toBe(issued.cookie);
    await network.restore();
    expect((await after.visit(browser)).session).toMatchObject({ id: issued.id });
  });

  test("a connection that is lost during the exchange signs nobody out", async () => {
    for (const moment of ["INSERT INTO", "COMMIT"]) {
      const { after, issued, browser } = await flipped();
      network.dropAfter(moment);
      await expect(after.visit(browser)).rejects.toThrow(StoreUnavailable);
      await network.restore();
      expect((await after.visit(browser)).session, moment).toMatchObject({ id: issued.id });
    }
  });
});
