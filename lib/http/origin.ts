// Where this site is, as the browser that sent a request knows it. Everything that needs the origin asks here:
// cookies, redirects, what Auth.js tells a provider, what is signed. Edge-safe.
import { env } from "../env";

/** Whether a proxy is there that vouches for the host: on Vercel, or where the owner says so. */
const behindProxy = env.AUTH_TRUST_HOST || env.VERCEL;

/**
 * `https://app.example`, or null where the request names no host that could be one.
 *
 * AUTH_URL, where it is set. Else the Host header; with AUTH_TRUST_HOST also X-Forwarded-Host, but only where Host is
 * an internal name: many proxies keep Host and hand on whatever X-Forwarded-Host the client made up. The scheme is the
 * one of X-Forwarded-Proto, which Next.js fills in where no proxy has. Of a list, the first entry is the browser's.
 *
 * The Host header is believed here, whoever sent it: ask `isTrustedHost` before anyone else relies on the answer.
 */
export function siteOrigin(headers: Headers): string | null {
  if (env.AUTH_URL) return new URL(env.AUTH_URL).origin;
  const host = headers.get("host") ?? "";
  const forwarded = behindProxy && !isPublicName(host) && first(headers, "x-forwarded-host");
  return toOrigin(isHttps(headers), forwarded || host);
}

/** Whether the browser came over https. */
export function isHttps(headers: Headers): boolean {
  if (env.AUTH_URL) return env.AUTH_URL.startsWith("https:");
  return first(headers, "x-forwarded-proto")?.toLowerCase() === "https";
}

/**
 * Whether `siteOrigin` may be put where others rely on it: a redirect, a token, a mail. With AUTH_URL it is not the
 * request's. A loopback name leads nowhere but to the machine that asks, unless a proxy is there that says another
 * name and that nobody has vouched for.
 */
export function isTrustedHost(headers: Headers): boolean {
  const origin = siteOrigin(headers);
  if (!origin) return false;
  if (env.AUTH_URL || behindProxy) return true;
  const { hostname } = new URL(origin);
  const forwarded = first(headers, "x-forwarded-host");
  const isProxied = forwarded !== undefined && forwarded !== headers.get("host");
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) && !isProxied;
}

/**
 * Whether a state-changing request comes from a page of this site (ASVS 3.5.1). Browsers say so in Sec-Fetch-Site,
 * whatever the referrer policy and by whichever of its names the site was opened. Older ones, and those on plain http,
 * send Origin with every POST. A client that sends neither is no browser, and holds no one else's cookies.
 */
export function isFromThisSite({ headers }: Pick<Request, "headers">): boolean {
  const relation = headers.get("sec-fetch-site");
  if (relation !== null) return relation === "same-origin" || relation === "none";
  const origin = headers.get("origin");
  return origin === null || origin === siteOrigin(headers);
}

function first(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.split(",")[0]?.trim() || undefined;
}

/** A name with a dot and letters after it: not `localhost`, `backend` or `10.0.0.1:3000`. */
const isPublicName = (host: string): boolean => /\.[a-z][a-z0-9-]*\.?(:\d+)?$/i.test(host);

/** Null for what is no host, such as `a@b` or `a/b`. */
function toOrigin(https: boolean, host: string): string | null {
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host)) return null;
  const url = `${https ? "https" : "http"}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : null;
}
