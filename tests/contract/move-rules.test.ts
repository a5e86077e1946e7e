// Rules for sessions that an exchange keeps: limits, "Keep me signed in", the number of devices, and a disabled user.
import { describe, expect, test } from "vitest";
import { claims } from "@/features/move/claims";
import type { SessionPolicy } from "@/lib/session/policy";
import { DAY, HOUR, MINUTE, SECOND } from "../support/clock";
import { addUser, sql } from "../support/database";
import { createApp, createBrowser } from "../support/move";
import { policy as usual } from "../support/sessions";
import { everyStrategy } from "../support/strategies";

const pairs = everyStrategy.flatMap((from) =>
  everyStrategy.filter((to) => to !== from).map((to) => [from, to] as const),
);

const rowsOf = (userId: string) =>
  sql<{ id: string }>(`SELECT id FROM "Session" WHERE "userId" = $1`, [userId]);

describe.each(pairs)("from %s to %s", (from, to) => {
  async function flipped(changes: Partial<SessionPolicy>, context = {}) {
    const policy = { ...usual, ...changes };
    const before = createApp(from, [], { policy });
    const { clock } = before;
    const after = createApp(to, [from], { clock, policy });
    const user = await addUser();
    const issued = await before.strategy.create(user, context);
    const browser = createBrowser().hold(before.strategy, issued);
    return { before, after, clock, user, issued, browser };
  }

  const idle = { idleTimeout: 30 * 60 };

  test("a session without activity ends at the idle limit, and is not exchanged", async () => {
    const { after, clock, browser } = await flipped(idle);
    clock.pass(30 * MINUTE);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
    expect(after.told).toEqual([]);
  });

  test("an exchange counts as activity once, and the idle limit applies afterwards", async () => {
    const { after, clock, browser, issued } = await flipped(idle);
    clock.pass(25 * MINUTE);
    expect((await after.visit(browser, { trip: true })).session).toMatchObject({ id: issued.id });
    const [active, inactive] = [browser.copy(), browser.copy()];
    clock.pass(29 * MINUTE);
    const { session } = await after.visit(active, { trip: true, passive: true });
    // An access token that has expired is refreshed by another part of the app.
    if (!after.strategy.refresh) expect(session).toMatchObject({ id: issued.id });
    clock.pass(60 * MINUTE);
    expect((await after.visit(inactive, { trip: true })).session).toBeNull();
    const [token] = [inactive.jar.get("hybrid.refresh-token") ?? ""];
    expect((await after.strategy.refresh?.rotate(token)) ?? null).toBeNull();
  });

  test("a session without Keep me signed in stays one, with its limit and its kind of cookie", async () => {
    const context = { short: true, method: "password" };
    const { after, clock, browser, issued } = await flipped({ shortMaxAge: DAY / SECOND }, context);
    clock.pass(HOUR);
    const { session } = await after.visit(browser, { trip: true });
    expect(session).toMatchObject({ id: issued.id, short: true, method: "password" });
    expect(session?.expires).toBe(issued.authTime + DAY);
    expect([...browser.untilClosed].sort()).toEqual([...browser.jar.keys()].sort());
    clock.set(issued.authTime + DAY);
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
  });

  test("a session with Keep me signed in keeps a cookie that outlives the browser", async () => {
    const { after, browser } = await flipped({ shortMaxAge: DAY / SECOND });
    const { session } = await after.visit(browser, { trip: true });
    expect(session?.short).toBeUndefined();
    expect([...browser.untilClosed]).toEqual([]);
  });

  test("a user with as many devices as allowed keeps all of them", async () => {
    const { before, after, user, clock, browser } = await flipped({ deviceLimit: 2 });
    clock.pass(SECOND);
    const phone = createBrowser().hold(before.strategy, await before.strategy.create(user));
    for (const device of [browser, phone])
      expect((await after.visit(device, { trip: true })).session).not.toBeNull();
    for (const device of [browser, phone])
      expect((await after.visit(device)).session).not.toBeNull();
    expect(await rowsOf(user.id)).toHaveLength(after.strategy.records ? 2 : 0);
    expect(after.told).toEqual(["moved", "moved"]);
  });

  test("a user with more devices than the new strategy allows ends with as many as allowed", async () => {
    const { before, after, user, clock, browser } = await flipped({ deviceLimit: 2 });
    const devices = [browser];
    for (let n = 0; n < 2; n++) {
      clock.pass(SECOND);
      devices.push(createBrowser().hold(before.strategy, await before.strategy.create(user)));
    }
    for (const device of devices) await after.visit(device, { trip: true });
    const rows = await rowsOf(user.id);
    if (after.strategy.records) expect(rows).toHaveLength(2);
    else expect(rows).toEqual([]);
  });

  test("a user who is disabled during the exchange is signed out", async () => {
    const { browser, clock, user } = await flipped({});
    const after = createApp(to, [from], {
      clock,
      claims: {
        ...claims,
        // Between reading the old session and writing the new one.
        async find(...which) {
          await sql(`UPDATE "User" SET "disabledAt" = now() WHERE id = $1`, [user.id]);
          return claims.find(...which);
        },
      },
    });
    expect((await after.visit(browser, { trip: true })).session).toBeNull();
    expect(after.told).toEqual([]);
    expect((await after.visit(browser, { trip: true, page: true })).session).toBeNull();
  });
});

test.each(everyStrategy)("%s accepts all other strategies at once", async (to) => {
  const others = everyStrategy.filter((name) => name !== to);
  for (const from of others) {
    const before = createApp(from, []);
    const after = createApp(to, others, { clock: before.clock });
    const user = await addUser();
    const issued = await before.strategy.create(user);
    const browser = createBrowser().hold(before.strategy, issued);
    const { under, session } = await after.visit(browser, { trip: true });
    expect({ under, id: session?.id }, from).toEqual({ under: to, id: issued.id });
    expect(browser.held(before.strategy), from).toBeUndefined();
    expect(after.told).toEqual(["moved"]);
  }
});
