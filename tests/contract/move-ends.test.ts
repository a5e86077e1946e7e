// Ends during a move: they reach sessions of every accepted strategy, and signing in or out removes every old cookie.
import { describe, expect, test } from "vitest";
import { sessionCookie } from "@/lib/session/cookie";
import type { StrategyName } from "@/lib/session/strategies";
import { HOUR, MINUTE } from "../support/clock";
import { addUser, sql } from "../support/database";
import { inMemory } from "../support/in-memory";
import { importWith } from "../support/isolated";
import { createApp, createBrowser } from "../support/move";
import { everyStrategy } from "../support/strategies";

const stored = everyStrategy.filter((name) => name !== inMemory.name);
const pairs = stored.flatMap((from) =>
  stored.filter((to) => to !== from).map((to) => [from, to] as const),
);

const rowsOf = (userId: string) =>
  sql<{ id: string }>(`SELECT id FROM "Session" WHERE "userId" = $1`, [userId]);

/** The app with these settings. */
async function startApp(running: StrategyName, also: string[]) {
  const settings = { AUTH_STRATEGY: running, AUTH_STRATEGY_ALSO: also.join() };
  const { strategyFor, endWaiting } = await importWith(settings, () => import("@/features/move"));
  const { beginSession, endSession } = await import("@/lib/session/lifecycle");
  const { strategy } = await import("@/auth");
  const { assemble } = await import("@/lib/session/assemble");
  const { strategies } = await import("@/lib/session/strategies");
  return {
    strategy,
    endWaiting,
    beginSession,
    endSession,
    assembled: (name: StrategyName) => assemble(strategies[name]),
    async visit(browser: ReturnType<typeof createBrowser>) {
      const request = browser.request({ trip: true });
      const under = await strategyFor(strategy, request);
      const cookie = request.cookies.get(sessionCookie(under, request.headers).name)?.value;
      return cookie ? under.read(cookie) : null;
    },
  };
}

describe.each(pairs)("from %s to %s", (from, to) => {
  test("after all others are ended, the remaining session survives each way back", async () => {
    const before = createApp(from, []);
    const { clock } = before;
    const after = createApp(to, [from], { clock });
    const user = await addUser();
    const [own, other] = [createBrowser(), createBrowser()];
    const issued = await before.strategy.create(user);
    own.hold(before.strategy, issued);
    other.hold(before.strategy, await before.strategy.create(user));
    clock.pass(MINUTE);
    await after.visit(own, { trip: true });
    await after.endAccepted(after.strategy, user.id, issued.id);
    await after.strategy.revocation?.endAll(user.id, issued.id);
    expect((await after.visit(other, { trip: true })).session).toBeNull();

    let [running, also] = [from, to];
    for (const way of ["back", "again", "and back"]) {
      clock.pass(HOUR);
      const app = createApp(running, [also], { clock });
      const { session } = await app.visit(own, { trip: true });
      expect(session, way).toMatchObject({ id: issued.id });
      [running, also] = [also, running];
    }
  });

  test("a new password ends sessions that have not been exchanged, even if the new strategy ends none", async () => {
    const before = await startApp(from, []);
    const user = await addUser();
    const waiting = createBrowser().hold(before.strategy, await before.strategy.create(user));
    const after = await startApp(to, [from]);
    if (after.strategy.revocation) await after.strategy.revocation.endAll(user.id);
    else await after.endWaiting(after.strategy, user.id);
    expect(await after.visit(waiting)).toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });

  test("signing in or out removes the cookies of a strategy that is not accepted any more", async () => {
    const before = await startApp(from, []);
    const user = await addUser();
    const after = await startApp(to, []);
    for (const how of ["in", "out"] as const) {
      const issued = await before.strategy.create(user);
      const browser = createBrowser().hold(before.strategy, issued);
      const request = browser.request({ trip: true });
      if (how === "out") await after.endSession(after.strategy, request);
      else {
        const { cookie } = await after.beginSession(after.strategy, request, user);
        await after.strategy.end(cookie);
      }
      const left = [...browser.jar.keys()].filter((name) => name.startsWith(`${from}.`));
      expect(left, how).toEqual([]);
      // A copy is refused too, if the old strategy can end sessions.
      if (before.strategy.revocation)
        expect(await after.assembled(from).read(issued.cookie, { fresh: true }), how).toBeNull();
      expect(await rowsOf(user.id), how).toEqual([]);
    }
  });
});
