// The name and the attributes of the session cookie. Edge-safe.
import { env, type StrategyName } from "../env";

/** Browsers keep a cookie for 400 days at most (RFC 6265bis); when a session ends, the server decides. */
const COOKIE_MAX_AGE = Math.min(env.SESSION_ABSOLUTE_MAX_AGE, 400 * 24 * 60 * 60);

/**
 * Each strategy has a cookie of its own, so one that another strategy left is not even looked at.
 * `__Host-` (https only) keeps subdomains and plain http from setting it (ASVS 3.3.1).
 */
export function sessionCookie(strategy: StrategyName, headers: Headers) {
  const secure = isHttps(headers);
  return {
    name: `${secure ? "__Host-" : ""}${strategy}.session-token`,
    options: {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure,
      maxAge: COOKIE_MAX_AGE,
    } as const,
  };
}

/** As Auth.js decides it: AUTH_URL where it is set, else what the proxy says that the browser used. */
export function isHttps(headers: Headers): boolean {
  if (env.AUTH_URL) return env.AUTH_URL.startsWith("https:");
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

/**
 * Whether the Host header may be believed (Auth.js builds redirects from it): with AUTH_URL it is not
 * used, and a loopback name leads nowhere but to the machine that asks.
 */
export function isTrustedHost(headers: Headers): boolean {
  if (env.AUTH_URL || env.AUTH_TRUST_HOST || env.VERCEL) return true;
  const host = headers.get("x-forwarded-host") ?? headers.get("host") ?? "";
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
