// Sessions of programs: sign-in with JSON, and `Authorization: Bearer`, under every strategy.
import { randomInt } from "node:crypto";
import { describe, expect, test, vi } from "vitest";

vi.mock("@/lib/accounts/password", { spy: true });

import { refreshByJson } from "@/features/bearer/refresh";
import { isBearer, withBearer } from "@/features/bearer/request";
import { answerSignIn } from "@/features/bearer/sign-in";
import { verifyPassword } from "@/lib/accounts/password";
import { disableUser } from "@/lib/accounts/users";
import { sessionCookie, sessionCookies } from "@/lib/session/cookie";
import { endSession } from "@/lib/session/lifecycle";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { createBrowser, password } from "../support/authjs";
import { MINUTE } from "../support/clock";
import { addUser, sql } from "../support/database";
import { everyStrategy, setUp, storedSessions } from "../support/strategies";

interface Tokens {
  token?: string;
  expires?: string;
  accessToken?: string;
  refreshToken?: string;
  accessExpires?: string;
}

/** A unique network, so that tests do not share limits of attempts. */
const address = () => `2001:db8:${randomInt(65_536).toString(16)}:2::1`;

function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`http://localhost:3000${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: {
      host: "localhost:3000",
      "x-forwarded-for": address(),
      "content-type": "application/json",
      ...headers,
    },
  });
}

const signIn = (strategy: SessionStrategy, fields: object, headers?: Record<string, string>) =>
  answerSignIn(strategy, post("/api/session", fields, headers));

const refresh = (strategy: SessionStrategy, refreshToken: unknown) =>
  refreshByJson(strategy, post("/api/session/refresh", { refreshToken }));

async function signedIn(strategy: SessionStrategy, user: SessionUser) {
  const answer = await signIn(strategy, { email: user.email, password });
  expect(answer.status).toBe(200);
  const tokens = (await answer.json()) as Tokens;
  return { ...tokens, shown: tokens.token ?? tokens.accessToken ?? "" };
}

/** A request with the header `authorization` and these cookies. */
function request(authorization: string, cookies: Record<string, string> = {}) {
  const set: string[] = [];
  const parts = {
    headers: new Headers({ authorization, host: "localhost:3000" }),
    cookies: {
      get: (name: string) => (cookies[name] ? { value: cookies[name] } : undefined),
      set: (name: string) => void set.push(name),
    },
  };
  return { parts, set };
}

describe.each(everyStrategy)("%s: a program", (name) => {
  test("signs in with email and password, and gets tokens instead of cookies", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser({ password });
    const answer = await signIn(strategy, { email: user.email, password });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const tokens = (await answer.json()) as Tokens;
    const session = await strategy.read(tokens.token ?? tokens.accessToken ?? "");
    expect(session).toMatchObject({ user, authTime: clock() });
    const { expires = 0, accessExpires = 0 } = session ?? {};
    expect(tokens).toEqual(
      strategy.refresh
        ? {
            accessToken: expect.any(String),
            refreshToken: expect.any(String),
            accessExpires: new Date(accessExpires).toISOString(),
          }
        : { token: expect.any(String), expires: new Date(expires).toISOString() },
    );
    expect(await storedSessions(strategy, user)).toHaveLength(strategy.records ? 1 : 0);
    const trail = await sql(`SELECT event, detail FROM "AuditEvent" WHERE "userId" = $1`, [
      user.id,
    ]);
    expect(trail).toEqual([{ event: "signed-in", detail: "by password, for a program" }]);
  });

  test("gets the same answer for a wrong password and an unknown email", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    const wrong = await signIn(strategy, { email: user.email, password: "wrong" });
    const unknown = await signIn(strategy, { email: "nobody@example.com", password: "wrong" });
    const noEmail = await signIn(strategy, { email: "no email", password });
    const bodies = [];
    for (const answer of [wrong, unknown, noEmail]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="session"');
      bodies.push(await answer.text());
    }
    expect(new Set(bodies).size).toBe(1);
    expect(await storedSessions(strategy, user)).toEqual([]);
  });

  // Hashing takes nearly all of the time. It is counted, because times are not reliable on a busy machine.
  test("gets this answer after the same hashing", async () => {
    const { strategy } = setUp(name);
    const work = async (email: string | null) => {
      vi.mocked(verifyPassword).mockClear();
      await signIn(strategy, { email, password: "wrong" });
      return vi
        .mocked(verifyPassword)
        .mock.calls.map(([hash, given]) => [hash.split("$").slice(0, 4).join("$"), given]);
    };
    const known = await work((await addUser({ password })).email);
    expect(known).toEqual([[expect.stringContaining("argon2id"), "wrong"]]);
    expect(await work((await addUser()).email)).toEqual(known);
    expect(await work(`nobody-${randomInt(2 ** 40)}@example.com`)).toEqual(known);
  });

  test("is limited in the same way for parallel and for sequential guesses", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    const headers = { "x-forwarded-for": address() };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        signIn(strategy, { email: user.email, password: `guess ${n}` }, headers),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(10).fill(429)]);
  });

  test("shares the limit of the sign-in form", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    const wrong = { email: user.email, password: "wrong" };
    for (let tries = 0; tries < 10; tries++) {
      expect((await signIn(strategy, wrong)).status).toBe(401);
      await createBrowser(strategy).signIn(user, { password: "wrong" });
    }
    const refused = await signIn(strategy, { email: user.email, password });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("900");
    expect(await refused.json()).toMatchObject({ error: "too-many-attempts" });
  });

  test("is refused for a disabled user, which it learns only with the right password", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    await disableUser(user.id);
    expect((await signIn(strategy, { email: user.email, password: "wrong" })).status).toBe(401);
    expect((await signIn(strategy, { email: user.email, password })).status).toBe(403);
  });

  test.each([
    ["no JSON", "{", {}, 400],
    ["no object", "null", {}, 400],
    ["a list", "[]", {}, 400],
    ["a password that is a number", { email: "a@example.com", password: 1 }, {}, 400],
    ["a form", "email=a", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["another site's page", {}, { origin: "https://evil.example" }, 403],
    ["more than 64 KB", { email: "x".repeat(70_000), password }, {}, 413],
  ])("is refused with %s", async (_what, body, headers, status) => {
    const answer = await answerSignIn(setUp(name).strategy, post("/api/session", body, headers));
    expect(answer.status).toBe(status);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test("signs in again: the session of its token ends, the session of a cookie does not", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    const browser = createBrowser(strategy);
    await browser.signIn(user);
    const { shown } = await signedIn(strategy, user);
    const before = await storedSessions(strategy, user);
    expect(before).toHaveLength(strategy.records ? 2 : 0);
    const headers = {
      authorization: `Bearer ${shown}`,
      cookie: `${browser.cookieName}=${browser.cookie}`,
    };
    expect((await signIn(strategy, { email: user.email, password }, headers)).status).toBe(200);
    expect(await strategy.read(browser.cookie, { fresh: true })).not.toBeNull();
    const ended = await strategy.read(shown, { fresh: true });
    expect(ended === null).toBe(strategy.revocation !== null);
  });

  test("is identified by its token: cookies are ignored, and none is set", async () => {
    const { strategy } = setUp(name);
    const [program, other] = [await addUser({ password }), await addUser({ password })];
    const { shown } = await signedIn(strategy, program);
    const { cookie } = await strategy.create(other);
    const { name: cookieName } = sessionCookie(strategy, new Headers({ host: "localhost:3000" }));
    const cookies = { [cookieName]: cookie };
    const heldBy = async (authorization: string) => {
      const { parts, set } = request(authorization, cookies);
      const held = sessionCookies(strategy, withBearer(strategy, parts));
      held.set({ cookie: "x", refreshToken: "y" });
      held.clear();
      const session = held.cookie ? await strategy.read(held.cookie) : null;
      return [session?.user.id, set.length > 0];
    };
    expect(await heldBy(`Bearer ${shown}`)).toEqual([program.id, false]);
    expect(await heldBy(`bearer  ${shown}`)).toEqual([program.id, false]);
    for (const bad of [
      "Bearer",
      "Bearer ",
      "Bearer x",
      `Bearer ${shown}, Bearer ${cookie}`,
      "Bearer é",
    ])
      expect(await heldBy(bad), bad).toEqual([undefined, false]);
    // Proxies may use Basic authentication.
    for (const proxy of ["Basic dXNlcjpwYXNz", "Bearerx y", ""])
      expect(await heldBy(proxy), proxy).toEqual([other.id, true]);
  });

  test("signs out: the token is refused if the strategy can end sessions", async () => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    const { shown, refreshToken } = await signedIn(strategy, user);
    await endSession(strategy, withBearer(strategy, request(`Bearer ${shown}`).parts));
    expect(await storedSessions(strategy, user)).toEqual([]);
    const ended = await strategy.read(shown, { fresh: true });
    expect(ended === null).toBe(strategy.revocation !== null);
    if (refreshToken) expect((await refresh(strategy, refreshToken))?.status).toBe(401);
  });

  // #region refresh
  test("refreshes with JSON if the strategy has refresh tokens, and gets an error otherwise", async () => {
    const { strategy, clock } = setUp(name);
    const { refreshToken, shown } = await signedIn(strategy, await addUser({ password }));
    clock.pass(20 * MINUTE);
    const answer = await refresh(strategy, refreshToken ?? shown);
    expect(answer?.status).toBe(strategy.refresh ? 200 : 401);
    expect(answer?.headers.getSetCookie()).toEqual([]);
    expect((await refresh(strategy, 7))?.status).toBe(400);
    expect(await refreshByJson(strategy, new Request("http://x", { method: "POST" }))).toBeNull();
    if (!strategy.refresh || !refreshToken) return;
    expect(await strategy.read(shown)).toBeNull();
    const next = (await answer?.json()) as Tokens;
    expect(await strategy.read(`${next.accessToken}`)).not.toBeNull();

    // The answer may have been lost, so the same pair is returned during the grace time.
    const again = (await (await refresh(strategy, refreshToken))?.json()) as Tokens;
    expect(again.refreshToken).toBe(next.refreshToken);
    // Later it counts as stolen, and the session ends for both.
    clock.pass(MINUTE);
    expect((await refresh(strategy, refreshToken))?.status).toBe(401);
    expect((await refresh(strategy, next.refreshToken))?.status).toBe(401);
  });
  // #endregion
});

test("only the scheme Bearer counts as a token", () => {
  expect(isBearer(new Headers())).toBe(false);
  expect(isBearer(new Headers({ authorization: "Basic eA==" }))).toBe(false);
  expect(isBearer(new Headers({ authorization: "BEARER x" }))).toBe(true);
});
