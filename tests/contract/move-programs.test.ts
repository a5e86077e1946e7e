// Programs while AUTH_STRATEGY_ALSO is set: they send `Authorization: Bearer` and cannot get a cookie.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { claims } from "@/features/move/claims";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { MINUTE, SECOND } from "../support/clock";
import { addUser, sql } from "../support/database";
import { inMemory } from "../support/in-memory";
import { importWith } from "../support/isolated";
import { policy } from "../support/sessions";
import { everyStrategy } from "../support/strategies";

const stored = everyStrategy.filter((name) => name !== inMemory.name);
const pairs = stored.flatMap((from) =>
  stored.filter((to) => to !== from).map((to) => [from, to] as const),
);

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => void vi.setSystemTime(Date.now() + milliseconds);

/** The app with these settings, and the requests of a program. */
async function startApp(running: (typeof stored)[number], also: string[]) {
  const settings = { AUTH_STRATEGY: running, AUTH_STRATEGY_ALSO: also.join() };
  const { strategyFor } = await importWith(settings, () => import("@/features/move"));
  const { withBearer } = await import("@/features/bearer/request");
  const { refreshByJson } = await import("@/features/bearer/refresh");
  const { assemble } = await import("@/lib/session/assemble");
  const { strategies } = await import("@/lib/session/strategies");
  const { sessionCookies } = await import("@/lib/session/cookie");
  const { endSession } = await import("@/lib/session/lifecycle");
  const { needsRefresh } = await import("@/lib/session/refresh/refresh");
  const strategy = assemble(strategies[running]);
  const request = (token: string) =>
    withBearer(strategy, {
      headers: new Headers({ host: "localhost:3000", authorization: `Bearer ${token}` }),
      cookies: { get: () => undefined, set: () => expect.unreachable("a program got a cookie") },
    });
  return {
    strategy,
    /** Like current.ts. */
    async ask(token: string) {
      const parts = request(token);
      const under = await strategyFor(strategy, parts);
      const { cookie } = sessionCookies(under, parts);
      const session = cookie ? await under.renew(cookie) : null;
      return session ?? ((await needsRefresh(under, parts)) === "due" ? "refresh" : null);
    },
    signOut: (token: string) => endSession(strategy, request(token)),
    async exchange(body: object) {
      const answer = await refreshByJson(
        strategy,
        new Request("http://localhost:3000/api/session/refresh", {
          method: "POST",
          body: JSON.stringify(body),
          headers: { host: "localhost:3000", "content-type": "application/json" },
        }),
      );
      return { status: answer?.status, ...(await answer?.json()) };
    },
  };
}

/** The token with which a program exchanges its session. */
const kept = (from: SessionStrategy, { cookie, refreshToken }: IssuedSession) =>
  from.refresh ? { refreshToken } : { token: cookie };

const tokenOf = ({ token, accessToken }: { token?: string; accessToken?: string }) =>
  token ?? accessToken ?? "";

const movedEvents = (userId: string) =>
  sql(`SELECT 1 FROM "AuditEvent" WHERE "userId" = $1 AND event = 'session-moved'`, [userId]);

describe.each(pairs)("a program whose token is of %s, under %s", (from, to) => {
  async function arrived() {
    const before = await startApp(from, []);
    const user = await addUser();
    const issued = await before.strategy.create(user);
    const after = await startApp(to, [from]);
    return { before, after, user, issued };
  }

  test("is signed in with it until it expires, and nothing is exchanged", async () => {
    const { after, user, issued } = await arrived();
    for (let n = 0; n < 3; n++) {
      pass(MINUTE);
      expect(await after.ask(issued.cookie)).toMatchObject({ id: issued.id, user });
    }
    expect(await movedEvents(user.id)).toEqual([]);
    vi.setSystemTime(issued.accessExpires ?? issued.expires);
    // A strategy with refresh tokens answers for every invalid token that a refresh may help.
    const mayRefresh = issued.accessExpires || after.strategy.refresh;
    expect(await after.ask(issued.cookie)).toBe(mayRefresh ? "refresh" : null);
  });

  test("exchanges it once for tokens of the running strategy, even if the answer is lost", async () => {
    const { before, after, user, issued } = await arrived();
    pass(MINUTE);
    const body = kept(before.strategy, issued);
    const tokens = await after.exchange(body);
    expect(tokens.status).toBe(200);
    expect(Object.keys(tokens)).toContain(after.strategy.refresh ? "refreshToken" : "token");
    expect(await after.ask(tokenOf(tokens))).toMatchObject({
      id: issued.id,
      authTime: issued.authTime,
      user,
    });
    const again = await after.exchange(body);
    expect(again.status).toBe(200);
    expect(again.refreshToken).toBe(tokens.refreshToken);
    expect(await movedEvents(user.id)).toHaveLength(1);
    const rows = await sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
    expect(rows).toEqual(after.strategy.records ? [{ id: issued.id }] : []);

    pass((policy.reuseGrace + 1) * SECOND);
    expect(await after.exchange(body)).toEqual({
      status: 401,
      error: "unauthenticated",
      reason: "no-session",
    });
    expect(await after.ask(issued.cookie), "the old token").not.toMatchObject({ id: issued.id });
  });

  test("signs out with it, and it is refused afterwards", async () => {
    const { before, after, user, issued } = await arrived();
    pass(MINUTE);
    await after.signOut(issued.cookie);
    expect(await sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id])).toEqual([]);
    expect(await after.exchange(kept(before.strategy, issued))).toMatchObject({ status: 401 });
    // Until it expires, an access token is accepted without a fresh check, as without a move.
    pass((issued.accessExpires ? policy.accessMaxAge : 1) * SECOND);
    const answer = await after.ask(issued.cookie);
    expect(answer === null || answer === "refresh").toBe(true);
  });

  test("gets nothing for an invalid token or for a token of a disabled user", async () => {
    const { before, after, user, issued } = await arrived();
    for (const garbage of ["x", "a.b.c", issued.cookie.slice(0, -2)]) {
      const answer = await after.ask(garbage);
      expect(answer === null || answer === "refresh").toBe(true);
      expect(await after.exchange({ token: garbage })).toMatchObject({ status: 401 });
    }
    await sql(`UPDATE "User" SET "disabledAt" = now() WHERE id = $1`, [user.id]);
    expect(await after.exchange(kept(before.strategy, issued))).toMatchObject({ status: 401 });
    const answer = await after.ask(issued.cookie);
    expect(answer === null || answer === "refresh").toBe(true);
  });
});

test("a program with a token of the running strategy does not have to exchange it", async () => {
  for (const running of stored) {
    const app = await startApp(
      running,
      stored.filter((name) => name !== running),
    );
    const user = await addUser();
    const issued = await app.strategy.create(user);
    expect(await app.ask(issued.cookie)).toMatchObject({ id: issued.id });
    if (issued.refreshToken)
      expect(await app.exchange({ refreshToken: issued.refreshToken })).toMatchObject({
        status: 200,
        refreshToken: expect.any(String),
      });
    else expect(await app.exchange({ token: issued.cookie })).toMatchObject({ status: 401 });
    expect(await claims.find("", { id: issued.id, userId: user.id })).toMatchObject({
      claim: undefined,
    });
  }
});

test("one program's token is found among several accepted strategies", async () => {
  for (const from of stored) {
    const issued = await (await startApp(from, [])).strategy.create(await addUser());
    for (const to of stored.filter((name) => name !== from)) {
      const app = await startApp(
        to,
        stored.filter((name) => name !== to),
      );
      expect(await app.ask(issued.cookie), `${from} under ${to}`).toMatchObject({ id: issued.id });
    }
  }
});
