// Access tokens of a real provider with rotation: reuse of a refresh token revokes the whole grant, so every test would
// notice an additional refresh.
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { RequestParts } from "@/features/provider-tokens/cookie";
import type { SessionUser } from "@/lib/session/strategy";
import { allowConsole, DATABASE_OUTAGE, expectConsole } from "../support/console";
import { addUser, network, sql } from "../support/database";
import { importWith } from "../support/isolated";
import { accepts, getTokens, oidcSettings, revoke, startOidcProvider } from "../support/oidc";

let provider: Awaited<ReturnType<typeof startOidcProvider>>;
let app: Awaited<ReturnType<typeof startApp>>;

const startApp = (issuer: string) =>
  importWith(oidcSettings(issuer), async () => ({
    ...(await import("@/features/provider-tokens/provider-tokens")),
    ...(await import("@/features/provider-tokens/cookie")),
  }));

beforeAll(async () => {
  provider = await startOidcProvider();
  app = await startApp(provider.issuer);
});
afterAll(() => provider.stop());
afterEach(() => provider.goOn());

const now = () => Math.floor(Date.now() / 1000);

/** A user who has connected the provider's `login`; the stored expiry of the access token is in `left` seconds. */
async function connected({ left = 600, issuer = provider.issuer } = {}) {
  const user = await addUser();
  const login = `tokens-${randomUUID()}`;
  const tokens = await getTokens(issuer, login);
  expect(tokens.refresh_token).toBeTruthy();
  await sql(
    `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", access_token, refresh_token, expires_at, "updatedAt")
     VALUES ($1, 'oidc', 'oidc', $2, $3, $4, $5, now())`,
    [user.id, login, tokens.access_token, tokens.refresh_token, now() + left],
  );
  return { user, login, ...tokens };
}

const rowOf = async ({ id }: SessionUser) =>
  (
    await sql<{ access_token: string; refresh_token: string; expires_at: number }>(
      `SELECT access_token, refresh_token, expires_at FROM "Account" WHERE "userId" = $1`,
      [id],
    )
  )[0];
const none = { access_token: null, refresh_token: null, expires_at: null };
const endSoon = ({ id }: SessionUser) =>
  sql(`UPDATE "Account" SET expires_at = $2 WHERE "userId" = $1`, [id, now() + 30]);

/** Counts requests to the provider's token endpoint from now on. */
function countRefreshes() {
  const fetch = vi.spyOn(globalThis, "fetch");
  return () => fetch.mock.calls.filter(([url]) => String(url).endsWith("/token")).length;
}

test("a valid access token is returned without a request to the provider", async () => {
  const { user, access_token } = await connected();
  const fetch = vi.spyOn(globalThis, "fetch");
  expect(await app.getProviderToken(user.id, "oidc")).toBe(access_token);
  expect(fetch).not.toHaveBeenCalled();
});

test("an access token that expires within a minute is refreshed, and the new refresh token is stored", async () => {
  const { user, ...before } = await connected({ left: 59 });
  const first = await app.getProviderToken(user.id, "oidc");
  expect(first).not.toBe(before.access_token);
  expect(await accepts(provider.issuer, first)).toBe(true);
  const row = await rowOf(user);
  expect(row?.access_token).toBe(first);
  expect(row?.refresh_token).not.toBe(before.refresh_token);
  expect(row?.expires_at).toBeGreaterThan(now() + 500);

  await endSoon(user);
  const second = await app.getProviderToken(user.id, "oidc");
  expect(second).not.toBe(first);
  expect(await accepts(provider.issuer, second)).toBe(true);
});

test("twenty parallel requests cause one refresh", async () => {
  const { user } = await connected({ left: -1 });
  const refreshes = countRefreshes();
  const all = await Promise.all(
    Array.from({ length: 20 }, () => app.getProviderToken(user.id, "oidc")),
  );
  expect(new Set(all).size).toBe(1);
  expect(refreshes()).toBe(1);
  expect(await accepts(provider.issuer, all[0] ?? "")).toBe(true);
});

test("two servers with twenty requests each cause one refresh", async () => {
  const { user } = await connected({ left: -1 });
  const other = await startApp(provider.issuer);
  expect(other.getProviderToken).not.toBe(app.getProviderToken);
  const refreshes = countRefreshes();
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, n) => (n % 2 ? app : other).getProviderToken(user.id, "oidc")),
  );
  expect(new Set(all).size).toBe(1);
  expect(refreshes()).toBe(1);
  await endSoon(user);
  await other.getProviderToken(user.id, "oidc");
  expect(refreshes()).toBe(2);
});

test("a server that dies during a refresh blocks the others only for seconds", async () => {
  const { user } = await connected({ left: -1 });
  await sql(
    `INSERT INTO "RateLimit" (key, points, expire) VALUES ($1, 0, now() + interval '1 second')`,
    [`provider-tokens:oidc:${user.id}`],
  );
  const token = await app.getProviderToken(user.id, "oidc");
  expect(await accepts(provider.issuer, token)).toBe(true);
  expect(await sql(`SELECT 1 FROM "RateLimit" WHERE key LIKE $1`, [`%${user.id}`])).toEqual([]);
});

test("after a revoked grant the user has to connect again, and the page says so", async () => {
  const { user, refresh_token } = await connected({ left: -1 });
  expect(await app.accessOf(user.id, "oidc")).toEqual({ works: true, tooLong: false });
  await revoke(provider.issuer, refresh_token);
  const refused = await app.getProviderToken(user.id, "oidc").catch((error) => error);
  expect(refused).toMatchObject({ name: "RefreshTokenError", provider: "oidc" });
  expect(await rowOf(user)).toEqual(none);
  expect(await app.accessOf(user.id, "oidc")).toEqual({ works: false, tooLong: false });
  await expect(app.getProviderToken(user.id, "oidc")).rejects.toThrow("has ended");
});

/** With a database the tokens are kept in a row. */
const noCookies: RequestParts = {
  headers: new Headers(),
  cookies: {
    get: () => undefined,
    set() {
      throw new Error("a cookie was set");
    },
  },
};

test("signing in again stores new tokens", async () => {
  const { user, login, refresh_token } = await connected({ left: -1 });
  await revoke(provider.issuer, refresh_token);
  await expect(app.getProviderToken(user.id, "oidc")).rejects.toThrow("has ended");
  const tokens = await getTokens(provider.issuer, login);
  const account = { type: "oidc", provider: "oidc", providerAccountId: login } as const;
  await app.keepProviderTokens({ ...account, ...tokens, expires_at: now() + 600 }, noCookies);
  expect(await app.getProviderToken(user.id, "oidc")).toBe(tokens.access_token);

  // If a provider sends no refresh token, the previous one stays valid.
  await app.keepProviderTokens(
    { ...account, access_token: "newer", expires_at: now() + 600 },
    noCookies,
  );
  expect(await rowOf(user)).toMatchObject({
    access_token: "newer",
    refresh_token: tokens.refresh_token,
  });
});

test("an account that is connected again during a refresh keeps its new tokens", async () => {
  const { user, refresh_token } = await connected({ left: -1 });
  await revoke(provider.issuer, refresh_token);
  provider.hang();
  const sent = vi.spyOn(globalThis, "fetch");
  const asked = app.getProviderToken(user.id, "oidc").catch((error) => error);
  // The row has been read by then.
  await vi.waitFor(() => expect(sent).toHaveBeenCalled(), 60_000);
  await sql(`UPDATE "Account" SET access_token = 'a', refresh_token = 'b' WHERE "userId" = $1`, [
    user.id,
  ]);
  provider.goOn();
  expect(await asked).toBeInstanceOf(Error);
  expect(await rowOf(user)).toMatchObject({ access_token: "a", refresh_token: "b" });
});

test("without a refresh token, the access token is used until it expires", async () => {
  const { user, access_token } = await connected({ left: 30 });
  await sql(`UPDATE "Account" SET refresh_token = NULL WHERE "userId" = $1`, [user.id]);
  expect(await app.getProviderToken(user.id, "oidc")).toBe(access_token);
  await sql(`UPDATE "Account" SET expires_at = $2 WHERE "userId" = $1`, [user.id, now() - 1]);
  await expect(app.getProviderToken(user.id, "oidc")).rejects.toMatchObject({
    name: "RefreshTokenError",
  });
});

test("the access token returns the user's name, and is replaced if the provider refuses it", async () => {
  const { user, login } = await connected();
  expect(await app.checkConnection(user.id, "oidc")).toBe(`Provider's ${login}`);
  await sql(`UPDATE "Account" SET access_token = 'of-no-use' WHERE "userId" = $1`, [user.id]);
  expect(await app.checkConnection(user.id, "oidc")).toBe(`Provider's ${login}`);
  expect((await rowOf(user))?.access_token).not.toBe("of-no-use");
});

test("a user without that account has to connect it", async () => {
  await connected();
  const stranger = await addUser();
  await expect(app.getProviderToken(stranger.id, "oidc")).rejects.toMatchObject({
    name: "RefreshTokenError",
  });
  expect(await app.accessOf(stranger.id, "oidc")).toBeNull();
});

test("a hanging provider is waited for 5 seconds, and the tokens are kept", async () => {
  const { user } = await connected({ left: -1 });
  const before = await rowOf(user);
  provider.hang();
  const failed = await app.getProviderToken(user.id, "oidc").catch((error) => error);
  expect(failed).toMatchObject({ name: "ProviderUnavailable", provider: "oidc" });
  expect(await rowOf(user)).toEqual(before);
});

test("a hanging provider occupies no database connection", async () => {
  const waiting = await Promise.all(Array.from({ length: 12 }, () => connected({ left: -1 })));
  provider.hang();
  const asked = waiting.map(({ user }) =>
    app.getProviderToken(user.id, "oidc").catch((error) => error),
  );
  let answered = false;
  void Promise.race(asked).then(() => {
    answered = true;
  });
  expect(await app.accessOf(waiting[0]?.user.id ?? "", "oidc")).toMatchObject({ works: true });
  expect(answered).toBe(false);
  for (const failed of await Promise.all(asked))
    expect(failed).toMatchObject({ name: "ProviderUnavailable" });
});

test("a provider that is down does not cause a loss of tokens", async () => {
  const other = await startOidcProvider();
  const node = await startApp(other.issuer);
  const { user } = await connected({ left: -1, issuer: other.issuer });
  const before = await rowOf(user);
  await other.stop();
  await expect(node.getProviderToken(user.id, "oidc")).rejects.toMatchObject({
    name: "ProviderUnavailable",
  });
  expect(await rowOf(user)).toEqual(before);
  await expect(node.getProviderToken(user.id, "oidc")).rejects.not.toThrow(before?.refresh_token);
});

test("a database that is down gives 'could not check'", async () => {
  allowConsole(DATABASE_OUTAGE);
  const { user } = await connected();
  await network.refuse();
  for (const ask of [
    () => app.getProviderToken(user.id, "oidc"),
    () => app.accessOf(user.id, "oidc"),
  ])
    await expect(ask()).rejects.toMatchObject({ name: "StoreUnavailable" });
});

test("access tokens that live for less than a minute are refreshed at each use", async () => {
  const shortLived = await startOidcProvider({ OIDC_ACCESS_TOKEN_TTL: "59" });
  const node = await startApp(shortLived.issuer);
  const { user, access_token } = await connected({ left: 59, issuer: shortLived.issuer });
  const tokens = [access_token];
  for (let round = 0; round < 3; round++) {
    const token = await node.getProviderToken(user.id, "oidc");
    expect(await accepts(shortLived.issuer, token)).toBe(true);
    expect(tokens).not.toContain(token);
    tokens.push(token);
  }
  await shortLived.stop();
});

test("a refusal of GitHub with status 200 means: connect again", async () => {
  const github = { AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" };
  const node = await importWith(github, () => import("@/features/provider-tokens/provider-tokens"));
  const { user } = await connected({ left: -1 });
  await sql(`UPDATE "Account" SET provider = 'github' WHERE "userId" = $1`, [user.id]);
  const fetch = vi.spyOn(globalThis, "fetch");
  fetch.mockImplementation(async () => Response.json({ error: "bad_refresh_token" }));
  await expect(node.getProviderToken(user.id, "github")).rejects.toMatchObject({
    name: "RefreshTokenError",
    provider: "github",
  });
  expect(fetch.mock.calls.map(([url]) => String(url))).toEqual([
    "https://github.com/login/oauth/access_token",
  ]);
  expect(await rowOf(user)).toEqual(none);
});

test("an invalid answer does not change the tokens, and no error contains it", async () => {
  const { user } = await connected({ left: -1 });
  const before = await rowOf(user);
  await app.getProviderToken(user.id, "oidc"); // the endpoints are cached now
  await sql(`UPDATE "Account" SET expires_at = 1 WHERE "userId" = $1`, [user.id]);
  const fetch = vi.spyOn(globalThis, "fetch");
  for (const answer of [
    () => Response.json({ access_token: "leak-me", expires_in: "leak-me", token_type: 1 }),
    () =>
      new Response('{"access_token":"leak-me', { headers: { "content-type": "application/json" } }),
    () => Response.json({ error: "invalid_client", error_description: "leak-me" }, { status: 401 }),
    () => new Response("leak-me", { status: 502 }),
  ]) {
    fetch.mockImplementation(async () => answer());
    const failed = await app.getProviderToken(user.id, "oidc").catch((error) => error);
    expect(failed).toMatchObject({ name: "ProviderUnavailable" });
    expect(inspect(failed, { depth: 9, showHidden: true })).not.toContain("leak-me");
  }
  expect((await rowOf(user))?.refresh_token).not.toBe(before?.refresh_token);
  expect((await rowOf(user))?.refresh_token).toBeTruthy();
});

/** A browser's cookies, for the app without a database. */
function createBrowser() {
  const jar = new Map<string, string>();
  const set: unknown[] = [];
  const request: RequestParts = {
    headers: new Headers({ "x-forwarded-proto": "https" }),
    cookies: {
      get: (name) => (jar.has(name) ? { value: jar.get(name) ?? "" } : undefined),
      set: (name, value, options) => {
        set.push([name, options]);
        jar.set(name, value);
      },
    },
  };
  return { jar, set, request };
}

/** A request whose new cookie comes too late for the others. */
const snapshot = ({ request, jar }: ReturnType<typeof createBrowser>): RequestParts => {
  const sent = new Map(jar);
  return {
    ...request,
    cookies: {
      ...request.cookies,
      get: (name) => (sent.has(name) ? { value: sent.get(name) ?? "" } : undefined),
    },
  };
};

async function connectedByCookie() {
  const browser = createBrowser();
  const login = `cookie-${randomUUID()}`;
  const sub = `oidc:${login}`;
  const { access_token, refresh_token } = await getTokens(provider.issuer, login);
  const tokens = { access_token, refresh_token, expires_at: now() - 1 };
  await app.writeCookie(browser.request, { sub, provider: "oidc", ...tokens });
  const ask = (request = browser.request, user = sub) =>
    app.freshToken(app.openCookie(user, "oidc", request), "oidc");
  return { ...browser, browser, sub, ask, access_token, refresh_token };
}

test("in a cookie: tokens are refreshed once for parallel and late requests", async () => {
  const { browser, jar, set, ask, access_token } = await connectedByCookie();
  const late = snapshot(browser);
  const refreshes = countRefreshes();
  const all = await Promise.all(Array.from({ length: 20 }, () => ask(snapshot(browser))));
  all.push(await ask(late), await ask());
  expect(new Set(all).size).toBe(1);
  expect(all).not.toContain(access_token);
  expect(refreshes()).toBe(1);
  expect(await accepts(provider.issuer, all[0] ?? "")).toBe(true);
  expect([...jar.keys()]).toEqual(["__Host-provider-tokens"]);
  expect(set.at(-1)).toEqual([
    "__Host-provider-tokens",
    expect.objectContaining({ httpOnly: true, secure: true, path: "/", sameSite: "lax" }),
  ]);
});

test("in a cookie: tokens are encrypted and valid only for one user", async () => {
  const { jar, ask, access_token, refresh_token } = await connectedByCookie();
  const [cookie = ""] = jar.values();
  for (const part of cookie.split("."))
    for (const token of [access_token, refresh_token])
      expect(Buffer.from(part, "base64url").includes(token)).toBe(false);
  await expect(ask(undefined, "oidc:someone-else")).rejects.toMatchObject({
    name: "RefreshTokenError",
  });
  jar.set("__Host-provider-tokens", `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`);
  await expect(ask()).rejects.toMatchObject({ name: "RefreshTokenError" });
});

test("in a cookie: a revoked grant is stored, and a provider that is down changes nothing", async () => {
  const { request, sub, ask, refresh_token } = await connectedByCookie();
  provider.hang();
  await expect(ask()).rejects.toMatchObject({ name: "ProviderUnavailable" });
  expect(await app.readCookie(request)).toMatchObject({ sub, refresh_token });
  provider.goOn();
  await revoke(provider.issuer, refresh_token);
  await expect(ask()).rejects.toMatchObject({ name: "RefreshTokenError" });
  expect(await app.readCookie(request)).toMatchObject({ sub, provider: "oidc", ...none });
});

test("in a cookie: the refresh token is not used if no cookie can be set", async () => {
  const { request, ask } = await connectedByCookie();
  const refreshes = countRefreshes();
  const component: RequestParts = {
    ...request,
    cookies: {
      ...request.cookies,
      set() {
        throw new Error("Cookies can only be modified in a Server Action or Route Handler");
      },
    },
  };
  await expect(ask(component)).rejects.toThrow("only be modified");
  expect(refreshes()).toBe(0);
  await ask();
});

test("in a cookie: tokens that are too long are not stored, and the log and page say so", async () => {
  const { jar, request, sub, ask } = await connectedByCookie();
  expectConsole(/^The tokens of oidc are too long for a cookie: set DATABASE_URL$/);
  const access_token = "x".repeat(4_000);
  await app.writeCookie(request, { sub, provider: "oidc", ...none, access_token });
  expect(await app.readCookie(request)).toMatchObject({ sub, ...none, tooLong: true });
  expect([...jar.values()].join().length).toBeLessThan(1_000);
  await expect(ask()).rejects.toMatchObject({ name: "RefreshTokenError" });

  const { refresh_token } = await getTokens(provider.issuer, `cookie-${randomUUID()}`);
  await app.writeCookie(request, { sub, provider: "oidc", ...none, refresh_token });
  expect(await app.readCookie(request)).not.toHaveProperty("tooLong");
});
