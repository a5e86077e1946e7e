// The names and the attributes of the cookies that hold a session. Edge-safe.
import { env } from "../env";
import { isHttps } from "../http/origin";
import type { IssuedSession, StrategyFacts } from "./strategy";

/** Browsers keep a cookie for 400 days at most (RFC 6265bis). The server decides when a session ends. */
const COOKIE_MAX_AGE = Math.min(env.SESSION_ABSOLUTE_MAX_AGE, 400 * 24 * 60 * 60);

/** What all session cookies have in common. */
export const cookieOptions = { httpOnly: true, sameSite: "lax", maxAge: COOKIE_MAX_AGE } as const;

/** Where a refresh token is exchanged for a new pair. */
export const refreshPath = "/api/session/refresh";

/** The cookie on http and on https. `prefix` is for https only. */
function define(name: string, { prefix = "__Host-", path = "/" } = {}) {
  const http = { name, options: { ...cookieOptions, path, secure: false } };
  const https = { name: prefix + name, options: { ...cookieOptions, path, secure: true } };
  return (headers: Headers) => (isHttps(headers) ? https : http);
}

const defined = new Map<string, ReturnType<typeof define>>();

/** Cached by name, because every request needs it. */
function definition(...[name, where]: Parameters<typeof define>) {
  const known = defined.get(name);
  if (known) return known;
  const description = define(name, where);
  defined.set(name, description);
  return description;
}

/** `__Host-` (https only) keeps subdomains and plain http from setting it (ASVS 3.3.1). */
export const sessionCookie = ({ cookies }: StrategyFacts, headers: Headers) =>
  // #region keep
  definition(cookies.session, { prefix: cookies.prefix })(headers);
// #endregion
// kept: definition(cookies.session)(headers);

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
      options: {
        path: string;
        maxAge?: number;
        secure?: boolean;
        sameSite?: boolean | "lax" | "strict" | "none";
      },
    ): unknown;
  };
}

type Held = Pick<IssuedSession, "cookie" | "refreshToken" | "short">;

/** Without "Keep me signed in", the browser deletes the cookie when it is closed (RFC 6265 5.3). */
export function lasting<Options extends { maxAge?: number }>(options: Options, short?: true) {
  return short ? { ...options, maxAge: undefined } : options;
}

/** The session cookies of the browser. */
export function sessionCookies(strategy: StrategyFacts, { headers, cookies }: RequestParts) {
  const session = sessionCookie(strategy, headers);
  return {
    cookie: cookies.get(session.name)?.value,
    // #region refresh
    /**
     * Sent to the refresh route alone. There are several if a sibling subdomain has planted one, because this cookie
     * cannot be `__Host-`. The session cookie tells which of them is valid.
     */
    get refreshTokens() {
      const described = refreshCookie(strategy, headers);
      return described ? valuesOf(described.name, headers) : [];
    },
    // #endregion
    /** A value that is not given stays unchanged. */
    set({ cookie, refreshToken, short }: Partial<Held>): void {
      if (cookie) cookies.set(session.name, cookie, lasting(session.options, short));
      const refresh = refreshCookie(strategy, headers);
      if (refresh && refreshToken)
        cookies.set(refresh.name, refreshToken, lasting(refresh.options, short));
    },
    clear(): void {
      cookies.set(session.name, "", { ...session.options, maxAge: 0 });
      const refresh = refreshCookie(strategy, headers);
      if (refresh) cookies.set(refresh.name, "", { ...refresh.options, maxAge: 0 });
    },
  };
}

/** Every value that was sent under a name. Next.js's cookie API returns only the last one. */
function valuesOf(name: string, headers: Headers): string[] {
  const sent = (headers.get("cookie") ?? "").split(/; */);
  return sent.flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}

/** The tokens of the provider that the user signed in with, where there is no database. */
export const providerTokensCookie = define("provider-tokens");

/** Which accounts someone has signed in to in this browser (lib/accounts/known-browser.ts). Stays after signing out. */
export const knownBrowserCookie = define("known-browser");

/** The link in a mail that was opened last in this browser (features/email/opened.ts). */
export const mailedLinkCookie = define("mailed-link");

/** What a challenge for signing in with a passkey is bound to (features/passkeys/sign-in.ts). */
export const passkeyCookie = define("passkey-browser");

/** The result of the last refresh (lib/session/refresh/outcome.ts). */
export const outcomeCookie = define("last-refresh");

/** The sessions that this browser has signed out of (lib/session/signed-out.ts). */
export const signedOutCookie = define("signed-out");
