// Only a valid cookie can end or continue a session, and only its own session.
import { describe, expect, test } from "vitest";
import { refreshCookie, sessionCookie } from "@/lib/session/cookie";
import { refreshOnTrip, refreshSession } from "@/lib/session/refresh/refresh";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { MINUTE } from "../support/clock";
import { addUser } from "../support/database";
import { rotating } from "../support/rotation";
import { setUpRecords } from "../support/strategies";

/** A request of a browser with these cookies, and the cookies of its answer. */
function requestWith(strategy: SessionStrategy, access: string | undefined, ...refresh: string[]) {
  const headers = new Headers({ "x-forwarded-proto": "https" });
  const session = sessionCookie(strategy, headers).name;
  const refreshName = refreshCookie(strategy, headers)?.name ?? "";
  const sent = [
    ...(access ? [`${session}=${access}`] : []),
    ...refresh.map((token) => `${refreshName}=${token}`),
  ];
  headers.set("cookie", sent.join("; "));
  const given = new Map<string, string>();
  const get = (name: string) => (name === session && access ? { value: access } : undefined);
  const set = (name: string, value: string) => given.set(name, value);
  return { request: { headers, cookies: { get, set } }, given, session, refreshName };
}

describe.each(rotating)("%s", (name) => {
  async function setUp() {
    const { strategy, clock, sessions } = setUpRecords(name);
    const [owner, stranger] = [await addUser(), await addUser()];
    const mine = await strategy.create(owner);
    const planted = await strategy.create(stranger);
    const lives = async ({ id, user }: IssuedSession) =>
      (await sessions.list(user.id)).some((record) => record.id === id);
    clock.pass(20 * MINUTE);
    return { strategy, clock, owner, stranger, mine, planted, lives };
  }

  test("an expired access token does not end its session when another user signs in", async () => {
    const { strategy, stranger, mine, lives } = await setUp();
    await strategy.create(stranger, { previous: mine.cookie });
    expect(await lives(mine)).toBe(true);
  });

  test("an expired access token alone signs nobody out", async () => {
    const { strategy, mine, lives } = await setUp();
    expect(await strategy.end(mine.cookie)).toBeNull();
    expect(await lives(mine)).toBe(true);
  });

  test("its owner's new sign-in replaces the session", async () => {
    const { strategy, owner, mine, lives } = await setUp();
    await strategy.create(owner, { previous: mine.cookie });
    expect(await lives(mine)).toBe(false);
  });

  test("a valid access token ends its session at any sign-in", async () => {
    const { strategy, clock, stranger, mine, lives } = await setUp();
    clock.pass(-20 * MINUTE);
    await strategy.create(stranger, { previous: mine.cookie });
    expect(await lives(mine)).toBe(false);
  });

  test("a planted refresh token does not replace the session", async () => {
    const { strategy, mine, planted, lives } = await setUp();
    const { request, given } = requestWith(strategy, mine.cookie, `${planted.refreshToken}`);
    expect(await refreshSession(strategy, request)).toBeNull();
    expect([...given]).toEqual([]);
    expect(await lives(mine)).toBe(true);
    expect(await lives(planted), "nor is it used up").toBe(true);
    expect(await strategy.refresh?.rotate(`${mine.refreshToken}`)).toMatchObject({ id: mine.id });
  });

  test.each([
    ["after", (mine: string, planted: string) => [mine, planted]],
    ["before", (mine: string, planted: string) => [planted, mine]],
    ["before and after", (mine: string, planted: string) => [planted, mine, planted]],
  ])(
    "a planted refresh token %s the real one does not prevent the refresh",
    async (_where, order) => {
      const { strategy, mine, planted } = await setUp();
      const tokens = order(`${mine.refreshToken}`, `${planted.refreshToken}`);
      const { request, given, session, refreshName } = requestWith(
        strategy,
        mine.cookie,
        ...tokens,
      );
      expect(await refreshSession(strategy, request)).toMatchObject({ id: mine.id });
      expect([...given.keys()].sort()).toEqual([session, refreshName].sort());
    },
  );

  test("two refresh tokens without an access token are both refused", async () => {
    const { strategy, mine, planted } = await setUp();
    for (const access of [undefined, "of-a-secret-that-has-gone"]) {
      const tokens = [`${mine.refreshToken}`, `${planted.refreshToken}`];
      const { request } = requestWith(strategy, access, ...tokens);
      expect(await refreshSession(strategy, request)).toBeNull();
    }
    const { request } = requestWith(strategy, "of-a-secret-that-has-gone", `${mine.refreshToken}`);
    expect(await refreshSession(strategy, request)).toMatchObject({ id: mine.id });
  });

  test("a link to the refresh route does not sign a guest in with a planted refresh token", async () => {
    const { strategy, planted } = await setUp();
    const { request, given } = requestWith(strategy, undefined, `${planted.refreshToken}`);
    await refreshOnTrip(strategy, request);
    expect([...given]).toEqual([]);
  });

  test("a visit of the refresh route does not rotate while the access token is valid", async () => {
    const { strategy, clock, mine } = await setUp();
    clock.pass(-20 * MINUTE);
    const { request, given } = requestWith(strategy, mine.cookie, `${mine.refreshToken}`);
    await refreshOnTrip(strategy, request);
    expect([...given.keys()]).toEqual(["__Host-last-refresh"]);
  });
});
