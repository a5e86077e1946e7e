// Refresh tokens (RFC 9700 4.14): every scenario with real rows and requests that are really parallel.
import { describe, expect, test } from "vitest";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { DAY, SECOND } from "../support/clock";
import { allowConsole } from "../support/console";
import { addUser, network, sessionRows, setRole, tablesThatContain } from "../support/database";
import { policy, secrets } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";

const rotating = everyStrategy.filter((name) => setUp(name).strategy.rotate);
const grace = policy.reuseGrace * SECOND;

function rotate(strategy: SessionStrategy, { refreshToken = "" }: Partial<IssuedSession>) {
  if (!strategy.rotate) throw new Error("A strategy that rotates");
  return strategy.rotate(refreshToken);
}

async function mustRotate(strategy: SessionStrategy, issued: IssuedSession) {
  const next = await rotate(strategy, issued);
  if (!next) throw new Error("The refresh token was refused");
  return next;
}

describe.each(rotating)("%s: rotation", (name) => {
  async function signIn() {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    return { strategy, clock, user, issued: await strategy.create(user) };
  }

  test("a refresh gives a new pair, of the same session, and both work", async () => {
    const { strategy, clock, user, issued } = await signIn();
    clock.pass(policy.accessMaxAge * SECOND);
    expect(await strategy.read(issued.cookie)).toBeNull();
    const next = await mustRotate(strategy, issued);
    expect(next.refreshToken).not.toBe(issued.refreshToken);
    expect(await strategy.read(next.cookie)).toMatchObject({ id: issued.id, user });
    expect(next.authTime).toBe(issued.authTime);
    expect(await rotate(strategy, next)).not.toBeNull();
  });

  test("no token is stored: not the first, not a successor", async () => {
    const { strategy, issued } = await signIn();
    const next = await mustRotate(strategy, issued);
    for (const { refreshToken = "" } of [issued, next]) {
      const [, token = ""] = refreshToken.split(".");
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await tablesThatContain(token)).toEqual([]);
    }
  });

  test("20 at once rotate once, and all get the same successor", async () => {
    const { strategy, user, issued } = await signIn();
    const before = await sessionRows(user);
    const answers = await Promise.all(Array.from({ length: 20 }, () => rotate(strategy, issued)));
    const successors = new Set(answers.map((answer) => answer?.refreshToken));
    expect(successors.size).toBe(1);
    const [successor] = answers;
    expect(successor?.refreshToken).toBeTruthy();
    const after = await sessionRows(user);
    expect(after).toHaveLength(1);
    expect(after[0]?.sessionToken).not.toBe(before[0]?.sessionToken);
    expect(await rotate(strategy, successor ?? {})).not.toBeNull();
  });

  test("an answer that was lost can be asked for again within the grace time", async () => {
    const { strategy, clock, issued } = await signIn();
    const next = await mustRotate(strategy, issued);
    clock.pass(grace);
    expect((await rotate(strategy, issued))?.refreshToken).toBe(next.refreshToken);
    expect(await rotate(strategy, next)).not.toBeNull();
  });

  test("a millisecond after the grace time it is reuse, and ends the session, newest token too", async () => {
    const { strategy, clock, user, issued } = await signIn();
    const next = await mustRotate(strategy, issued);
    clock.pass(grace + 1);
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await rotate(strategy, next)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("so does a grandparent, however recent", async () => {
    const { strategy, user, issued } = await signIn();
    const next = await mustRotate(strategy, await mustRotate(strategy, issued));
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await rotate(strategy, next)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("and an ancestor of a month of refreshes", async () => {
    const { strategy, user, issued } = await signIn();
    let newest = issued;
    for (let generation = 0; generation < 60; generation++)
      newest = await mustRotate(strategy, newest);
    expect(await rotate(strategy, issued)).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("a token that was never given out is refused, and ends nothing", async () => {
    const { strategy, user, issued } = await signIn();
    const forged = [
      `${issued.id}.${"A".repeat(43)}`,
      `${issued.id}.`,
      issued.id,
      `x.${"A".repeat(43)}`,
      `\0.${"A".repeat(43)}`,
      "",
      issued.cookie,
    ];
    for (const refreshToken of forged) expect(await rotate(strategy, { refreshToken })).toBeNull();
    expect(await sessionRows(user)).toHaveLength(1);
    expect(await rotate(strategy, issued)).not.toBeNull();
  });

  test("someone else's session with one's own token is refused", async () => {
    const { strategy, issued } = await signIn();
    const other = await strategy.create(await addUser());
    const [, token] = (issued.refreshToken ?? "").split(".");
    expect(await rotate(strategy, { refreshToken: `${other.id}.${token}` })).toBeNull();
    expect(await rotate(strategy, other)).not.toBeNull();
  });

  test("the two tokens cannot stand in for each other", async () => {
    const { strategy, issued } = await signIn();
    expect(await strategy.read(issued.refreshToken ?? "")).toBeNull();
    expect(await rotate(strategy, { refreshToken: issued.cookie })).toBeNull();
  });

  test("a refresh that races the end of the session does not survive it", async () => {
    const { strategy, user, issued } = await signIn();
    await Promise.all([
      rotate(strategy, issued),
      strategy.sessions?.endAll(user.id),
      rotate(strategy, issued),
    ]);
    const rows = await sessionRows(user);
    expect(rows).toEqual([]);
    expect(await rotate(strategy, issued)).toBeNull();
  });

  test("after the end the access token lasts until its own end, and not where a fresh check is asked for", async () => {
    const { strategy, clock, user, issued } = await signIn();
    await strategy.sessions?.end(user.id, issued.id);
    expect(await strategy.read(issued.cookie)).not.toBeNull();
    expect(await strategy.read(issued.cookie, { fresh: true })).toBeNull();
    clock.pass(policy.accessMaxAge * SECOND - 1);
    expect(await strategy.read(issued.cookie)).not.toBeNull();
    clock.pass(1);
    expect(await strategy.read(issued.cookie)).toBeNull();
  });

  test("a role that changed is in the next access token", async () => {
    const { strategy, user, issued } = await signIn();
    await setRole(user, "admin");
    expect((await strategy.read(issued.cookie))?.user.role).toBe("user");
    const next = await mustRotate(strategy, issued);
    expect((await strategy.read(next.cookie))?.user.role).toBe("admin");
  });

  test("refreshing rolls the session on, and never past the absolute limit", async () => {
    const { strategy, clock, issued } = await signIn();
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

  test("a secret that was replaced still tells successors and reuse", async () => {
    const { strategy, user, issued, clock } = await signIn();
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

  test("with the database out of reach a refresh is no answer, and costs nobody the session", async () => {
    const { strategy, issued } = await signIn();
    allowConsole(/Database connection lost/);
    await network.refuse();
    await expect(rotate(strategy, issued)).rejects.toThrow("could not be asked");
    await network.restore();
    expect(await rotate(strategy, issued)).not.toBeNull();
  });
});
