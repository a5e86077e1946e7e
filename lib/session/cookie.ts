// The names and the attributes of the cookies that hold a session. Edge-safe.
import { env } from "../env";
import { isHttps } from "../http/origin";
import type { StrategyFacts } from "./strategy";

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

const defined = new Map<string, ReturnType<typeof define>>();

/** Described once per name: this is asked at every request. */
function definition(...[name, where]: Parameters<typeof define>) {
  const known = defined.get(name);
  if (known) return known;
  const description = define(name, where);
  defined.set(name, description);
  return description;
}

/** `__Host-` (https only) keeps subdomains and plain http from setting it (ASVS 3.3.1). */
export const sessionCookie = ({ cookies }: StrategyFacts, headers: Headers) =>
  definition(cookies.session)(headers);

/** Sent to the refresh route alone. `__Secure-`, because `__Host-` requires the path `/`. Null without refresh tokens. */
export function refreshCookie({ cookies }: StrategyFacts, headers: Headers) {
  if (cookies.refresh === null) return null;
  return definition(cookies.refresh, { prefix: "__Secure-", path: refreshPath })(headers);
}

export interface RequestParts {
  headers: Headers;
  cookies: {
    get(name: string): { value: string } | undefined;
    set(
      name: string,
      value: string,
      options: { path: string; maxAge: number; secure?: boolean },
    ): unknown;
  };
}

/** What the browser holds of its session: one cookie, or two where there is a refresh token. */
export function sessionCookies(strategy: StrategyFacts, { headers, cookies }: RequestParts) {
  const session = sessionCookie(strategy, headers);
  return {
    cookie: cookies.get(session.name)?.value,
    // #region refresh
    /**
     * Sent to the refresh route alone. Several where a sibling subdomain has planted one, because this cookie cannot be
     * `__Host-`: the session cookie tells which of them counts.
     */
    get refreshTokens() {
      const described = refreshCookie(strategy, headers);
      return described ? valuesOf(described.name, headers) : [];
    },
    // #endregion
    /** What is not given stays as it is. */
    set({ cookie, refreshToken }: { cookie?: string; refreshToken?: string }): void {
      if (cookie) cookies.set(session.name, cookie, session.options);
      const refresh = refreshCookie(strategy, headers);
      if (refresh && refreshToken) cookies.set(refresh.name, refreshToken, refresh.options);
    },
    clear(): void {
      cookies.set(session.name, "", { ...session.options, maxAge: 0 });
      const refresh = refreshCookie(strategy, headers);
      if (refresh) cookies.set(refresh.name, "", { ...refresh.options, maxAge: 0 });
    },
  };
}

/** Every value that was sent under a name. A cookie jar of Next.js knows the last one only. */
function valuesOf(name: string, headers: Headers): string[] {
  const sent = (headers.get("cookie") ?? "").split(/; */);
  return sent.flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}

/** The tokens of the provider that the user came through, where there is no database to keep them in. */
export const providerTokensCookie = define("provider-tokens");

/** Which accounts someone has signed in to in this browser (lib/accounts/known-browser.ts). Stays after signing out. */
export const knownBrowserCookie = define("known-browser");

/** What the last refresh came to (lib/session/refresh/outcome.ts). */
export const outcomeCookie = define("last-refresh");

/** The sessions that this browser has signed out of (lib/session/signed-out.ts). */
export const signedOutCookie = define("signed-out");
