// A refresh token that is sent twice (RFC 9700 4.14.2): by parallel requests, after a lost answer, or by a thief. With
// real rows and requests that are really parallel.
import { describe, expect, test, vi } from "vitest";
import { measured } from "@/lib/http/timing";
import { sessionStore } from "@/lib/session/store";
import { hashToken, newToken } from "@/lib/session/tokens/reference-token";
import { createRefreshTokens, parseRefreshToken } from "@/lib/session/tokens/refresh-token";
import { addUser, sessionRows, sql } from "../support/database";
import { createGate } from "../support/gate";
import { grace, mustRotate, rotate, rotating, signIn } from "../support/rotation";
import { secrets } from "../support/sessions";
import { setUp } from "../support/strategies";
import { expectEnded, referenceToken } from "../support/visit";

describe.each(rotating)("%s: a refresh token that is sent again", (name) => {
  test("20 parallel refreshes rotate once, and all get the same successor", async () => {
    const { strategy, user, issued, told } = await signIn(name);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => mustRotate(strategy, issued)),
    );
    const [successor, ...more] = new Set(answers.map(({ refreshToken }) => refreshToken));
    expect(more).toEqual([]);
    expect(successor).not.toBe(issued.refreshToken);
    for (const { cookie } of answers)
      expect(await strategy.read(cookie)).toMatchObject({ id: issued.id, user });
    const token = referenceToken({ refreshToken: successor });
    expect((await sessionRows(user)).map(({ sessionToken }) => sessionToken)).toEqual([
      await hashToken(token),
    ]);
    expect(await rotate(strategy, { refreshToken: successor })).not.toBeNull();
    expect(told).toEqual([]);
  });

  test("a lost answer can be requested again within the grace time", async () => {
    const { strategy, clock, issued } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    clock.pass(grace);
    expect((await rotate(strategy, issued))?.refreshToken).toBe(next.refreshToken);
    expect(await rotate(strategy, next)).not.toBeNull();
  });

  test("a millisecond after the grace time is reuse and ends the session, including the newest token", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await rotate(strategy, next)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
    await expectEnded(strategy, clock, next);
  });

  test("is reported once to the audit trail, even if it is sent many times in parallel", async () => {
    const { strategy, clock, user, issued, told } = await signIn(name);
    await mustRotate(strategy, issued);
    const [row] = await sessionRows(user);
    clock.pass(grace + 1);
    await Promise.all(Array.from({ length: 20 }, () => rotate(strategy, issued)));
    await rotate(strategy, issued);
    const ended = { id: issued.id, userId: user.id, tokenHash: row?.sessionToken };
    expect(told).toEqual([{ ended: [ended], reason: "token-reuse" }]);
  });

  test("ends the session without an onEnded callback", async () => {
    const { strategy, clock, user, issued } = await signIn(name, { onEnded: undefined });
    await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    await rotate(strategy, issued);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("ends only its session", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    const phone = await strategy.create(user);
    await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    await rotate(strategy, issued);
    expect(await rotate(strategy, phone)).toMatchObject({ id: phone.id });
  });

  test("ends the session if it is two generations old, even within the grace time", async () => {
    const { strategy, user, issued } = await signIn(name);
    const next = await mustRotate(strategy, await mustRotate(strategy, issued));
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await rotate(strategy, next)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("ends the session if it is sixty generations old", async () => {
    const { strategy, user, issued } = await signIn(name);
    let newest = issued;
    for (let generation = 0; generation < 60; generation++)
      newest = await mustRotate(strategy, newest);
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("ends the session if it is thousands of generations old", async () => {
    const { strategy, user, issued } = await signIn(name);
    const first = parseRefreshToken(issued.refreshToken ?? "");
    if (!first) throw new Error("Not a refresh token");
    const newest = await createRefreshTokens(secrets).sign({ ...first, generation: 10_000 });
    await sql(`UPDATE "Session" SET "sessionToken" = $2 WHERE id = $1`, [
      issued.id,
      await hashToken(newest),
    ]);
    expect(await mustRotate(strategy, { refreshToken: newest })).toMatchObject({ id: issued.id });
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("a token that was never issued is refused and ends nothing", async () => {
    const { strategy, user, issued, told } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    const forged = [
      ...forgeries(issued),
      ...forgeries(next),
      issued.id,
      `${next.refreshToken}.`,
      `\0${next.refreshToken?.slice(1)}`,
      `${next.refreshToken?.slice(0, -43)}${"\0".repeat(43)}`,
      "",
      issued.cookie,
    ];
    for (const refreshToken of forged)
      expect(await rotate(strategy, { refreshToken }), refreshToken).toBeNull();
    expect(await sessionRows(user)).toHaveLength(1);
    expect(told).toEqual([]);
    expect(await rotate(strategy, next)).not.toBeNull();
  });

  test("a token that was never issued costs one statement and one signature per secret", async () => {
    const { strategy, issued } = await signIn(name);
    const sign = vi.spyOn(crypto.subtle, "sign");
    const next = await measured(() => mustRotate(strategy, issued));
    const good = { sql: next.cost.sql, signatures: sign.mock.calls.length };
    for (const refreshToken of forgeries(next.result)) {
      sign.mockClear();
      const { cost } = await measured(() => rotate(strategy, { refreshToken }));
      expect(cost.sql, refreshToken).toBeLessThan(good.sql);
      expect(sign.mock.calls.length, refreshToken).toBeLessThanOrEqual(good.signatures);
    }
  });

  test("someone else's session with one's own token is refused", async () => {
    const { strategy, issued } = await signIn(name);
    const other = await strategy.create(await addUser());
    const refreshToken = issued.refreshToken?.replace(issued.id, other.id);
    expect(await rotate(strategy, { refreshToken })).toBeNull();
    expect(await rotate(strategy, other)).not.toBeNull();
  });

  /** Includes tokens that a thief can build from an old one: its random part with any generation. */
  function forgeries({ refreshToken = "" }: { refreshToken?: string }): string[] {
    const [id, generation, random, mac] = refreshToken.split(".");
    return [
      `${id}.${generation}.${newToken()}.${mac}`,
      `${id}.${generation}.${random}.${newToken()}`,
      `${id}.${Number(generation) + 1}.${random}.${mac}`,
      `${id}.${Number(generation) + 2}.${random}.${newToken()}`,
      `${id}.${Math.max(0, Number(generation) - 1)}.${random}.${newToken()}`,
      `${id}.999999999999999.${random}.${mac}`,
    ];
  }

  test("a replaced secret still recognises successors and reuse", async () => {
    const { strategy, user, issued, clock } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    const { strategy: later } = setUp(name, {
      clock,
      secrets: ["the newer of two secrets, for tests alone", ...secrets],
    });
    expect((await rotate(later, issued))?.refreshToken).toBe(next.refreshToken);
    clock.pass(grace + 1);
    expect(await rotate(later, issued)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("reuse is recognised after a change of secrets, even if the newest token has the new secret", async () => {
    const { strategy, user, issued, clock } = await signIn(name);
    const newer = "the newer of two secrets, for tests alone";
    const both = setUp(name, { clock, secrets: [newer, ...secrets] }).strategy;
    const newest = await mustRotate(both, await mustRotate(strategy, issued));
    expect(await rotate(both, issued)).toBeNull();
    expect(await rotate(both, newest)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("the current token works after its secret was removed, also in two parallel requests", async () => {
    const { issued, clock, user } = await signIn(name);
    const gate = createGate();
    let waiting = 0;
    const store: typeof sessionStore = {
      ...sessionStore,
      async rotate(...swap) {
        if (++waiting === 2) gate.open();
        await gate.pass();
        return sessionStore.rotate(...swap);
      },
    };
    const later = setUp(name, { clock, store, secrets: ["the only secret that is left here"] });
    const [one, other] = await Promise.all([
      mustRotate(later.strategy, issued),
      mustRotate(later.strategy, issued),
    ]);
    expect(one.refreshToken).toBe(other.refreshToken);
    expect(await rotate(later.strategy, issued), "nothing tells it from a made-up one").toBeNull();
    expect(await sessionRows(user)).toHaveLength(1);
    expect(await rotate(later.strategy, one)).not.toBeNull();
  });

  test.each(["find", "rotate"] as const)(
    "a request that waits for the database longer than the grace time is no theft (%s)",
    async (statement) => {
      const { strategy, clock, user, issued, told } = await signIn(name);
      const gate = createGate();
      const pass = async () => gate.pass();
      const store: typeof sessionStore = {
        ...sessionStore,
        async find(...key) {
          if (statement === "find") await pass();
          return sessionStore.find(...key);
        },
        async rotate(...swap) {
          if (statement === "rotate") await pass();
          return sessionStore.rotate(...swap);
        },
      };
      const slow = setUp(name, { clock, store }).strategy;
      const inFlight = rotate(slow, issued);
      await gate.arrived;
      const next = await mustRotate(strategy, issued);
      clock.pass(grace + 1);
      gate.open();
      expect((await inFlight)?.refreshToken).toBe(next.refreshToken);
      expect(await sessionRows(user)).toHaveLength(1);
      expect(told).toEqual([]);
    },
  );

  test("the grace time begins when the new token is written, not when it was requested", async () => {
    const { clock, issued } = await signIn(name);
    const gate = createGate();
    const store: typeof sessionStore = {
      ...sessionStore,
      find: (...key) => gate.pass().then(() => sessionStore.find(...key)),
    };
    const { strategy } = setUp(name, { clock, store });
    const inFlight = rotate(strategy, issued);
    await gate.arrived;
    clock.pass(grace);
    gate.open();
    const lost = await inFlight;
    clock.pass(grace);
    expect((await rotate(strategy, issued))?.refreshToken).toBe(lost?.refreshToken);
  });
});
