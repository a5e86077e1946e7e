// The names and the attributes of the cookies that hold a session. Edge-safe.
import { env, type StrategyName } from "../env";
import { isHttps } from "../http/origin";

/** Browsers keep a cookie for 400 days at most (RFC 6265bis); when a session ends, the server decides. */
const COOKIE_MAX_AGE = Math.min(env.SESSION_ABSOLUTE_MAX_AGE, 400 * 24 * 60 * 60);

/** What all of them have in common. */
export const standing = { httpOnly: true, sameSite: "lax", maxAge: COOKIE_MAX_AGE } as const;

/** Where a refresh token is traded for a new pair. */
export const refreshPath = "/api/session/refresh";

/** Described once for http and once for https, where `prefix` says that it was set there. */
function define(name: string, { prefix = "__Host-", path = "/" } = {}) {
  const http = { name, options: { ...standing, path, secure: false } };
  const https = { name: prefix + name, options: { ...standing, path, secure: true } };
  return (headers: Headers) => (isHttps(headers) ? https : http);
}

/** A cookie per strategy, so one that another strategy left is not even looked at. */
const ofStrategy = {
  jwt: define("jwt.session-token"),
  database: define("database.session-token"),
  hybrid: define("hybrid.access-token"),
};

/** `__Host-` (https only) keeps subdomains and plain http from setting it (ASVS 3.3.1). */
export const sessionCookie = (strategy: StrategyName, headers: Headers) =>
  ofStrategy[strategy](headers);

/** Sent to that route alone. `__Secure-`, because `__Host-` wants the path to be `/`. */
export const refreshCookie = (strategy: StrategyName, headers: Headers) =>
  define(`${strategy}.refresh-token`, { prefix: "__Secure-", path: refreshPath })(headers);

export interface RequestParts {
  headers: Headers;
  cookies: {
    get(name: string): { value: string } | undefined;
    set(name: string, value: string, options: { path: string; maxAge: number }): unknown;
  };
}

/** What the browser holds of its session: one cookie, or two where there is a refresh token. */
export function sessionCookies(strategy: StrategyName, { headers, cookies }: RequestParts) {
  const session = sessionCookie(strategy, headers);
  // Most requests need to know of the first alone.
  const refresh = () => refreshCookie(strategy, headers);
  return {
    cookie: cookies.get(session.name)?.value,

    /** Sent to the refresh route alone. */
    get refreshToken() {
      return cookies.get(refresh().name)?.value;
    },

    /** What is not given stays as it is. */
    set({ cookie, refreshToken }: { cookie?: string; refreshToken?: string }): void {
      if (cookie) cookies.set(session.name, cookie, session.options);
      if (refreshToken) cookies.set(refresh().name, refreshToken, refresh().options);
    },

    clear(): void {
      for (const { name, options } of [session, refresh()])
        cookies.set(name, "", { ...options, maxAge: 0 });
    },
  };
}

/** The tokens of the provider that the user came through, where there is no database to keep them in. */
export const providerTokensCookie = define("provider-tokens");

/** Which accounts someone has signed in to in this browser (lib/accounts/known-browser.ts). Stays after signing out. */
export const knownBrowserCookie = define("known-browser");
