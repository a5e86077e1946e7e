// A refresh token that is shown twice (RFC 9700 4.14.2): by requests that meet, after an answer that was
// lost, or by a thief. With real rows and requests that are really parallel.
import { describe, expect, test } from "vitest";
import { hashToken } from "@/lib/session/token";
import { addUser, sessionRows } from "../support/database";
import { grace, mustRotate, rotate, rotating, signIn } from "../support/rotation";
import { secrets } from "../support/sessions";
import { setUp } from "../support/strategies";
import { expectEnded, referenceToken } from "../support/visit";

describe.each(rotating)("%s: a refresh token shown again", (name) => {
  test("20 at once rotate once, and all get the same successor", async () => {
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

  test("an answer that was lost can be asked for again within the grace time", async () => {
    const { strategy, clock, issued } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    clock.pass(grace);
    expect((await rotate(strategy, issued))?.refreshToken).toBe(next.refreshToken);
    expect(await rotate(strategy, next)).not.toBeNull();
  });

  test("a millisecond after the grace time it is reuse, and ends the session, newest token too", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    const next = await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await rotate(strategy, next)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
    await expectEnded(strategy, clock, next);
  });

  test("whoever keeps the audit trail is told once, however often it is shown, and by how many at once", async () => {
    const { strategy, clock, user, issued, told } = await signIn(name);
    await mustRotate(strategy, issued);
    const [row] = await sessionRows(user);
    clock.pass(grace + 1);
    await Promise.all(Array.from({ length: 20 }, () => rotate(strategy, issued)));
    await rotate(strategy, issued);
    const ended = { id: issued.id, userId: user.id, tokenHash: row?.sessionToken };
    expect(told).toEqual([{ ended: [ended], reason: "token-reuse" }]);
  });

  test("it ends the session also where nobody wants to be told", async () => {
    const { strategy, clock, user, issued } = await signIn(name, { onEnded: undefined });
    await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    await rotate(strategy, issued);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("it ends that session alone", async () => {
    const { strategy, clock, user, issued } = await signIn(name);
    const phone = await strategy.create(user);
    await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    await rotate(strategy, issued);
    expect(await rotate(strategy, phone)).toMatchObject({ id: phone.id });
  });

  test("so does a grandparent, however recent", async () => {
    const { strategy, user, issued } = await signIn(name);
    const next = await mustRotate(strategy, await mustRotate(strategy, issued));
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await rotate(strategy, next)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("and an ancestor of sixty refreshes ago", async () => {
    const { strategy, user, issued } = await signIn(name);
    let newest = issued;
    for (let generation = 0; generation < 60; generation++)
      newest = await mustRotate(strategy, newest);
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("a token that was never given out is refused, and ends nothing", async () => {
    const { strategy, user, issued, told } = await signIn(name);
    const forged = [
      `${issued.id}.${"A".repeat(43)}`,
      `${issued.id}.`,
      issued.id,
      `x.${"A".repeat(43)}`,
      `\0.${"A".repeat(43)}`,
      `${issued.id}.${"\0".repeat(43)}`,
      `${issued.refreshToken}.`.replace(".", ".."),
      "",
      issued.cookie,
    ];
    for (const refreshToken of forged) expect(await rotate(strategy, { refreshToken })).toBeNull();
    expect(await sessionRows(user)).toHaveLength(1);
    expect(told).toEqual([]);
    expect(await rotate(strategy, issued)).not.toBeNull();
  });

  test("someone else's session with one's own token is refused", async () => {
    const { strategy, issued } = await signIn(name);
    const other = await strategy.create(await addUser());
    const [, token] = (issued.refreshToken ?? "").split(".");
    expect(await rotate(strategy, { refreshToken: `${other.id}.${token}` })).toBeNull();
    expect(await rotate(strategy, other)).not.toBeNull();
  });

  test("a secret that was replaced still tells successors and reuse", async () => {
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
});
