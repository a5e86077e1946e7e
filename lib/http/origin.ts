// The origin of this site, as the browser that sent the request sees it. Everything that needs the origin asks here:
// cookies, redirects, Auth.js's requests to providers, signed tokens. Edge-safe.
import { env } from "../env";

/** Whether a trusted proxy sets the host: on Vercel, or if AUTH_TRUST_HOST says so. */
const behindProxy = env.AUTH_TRUST_HOST || env.VERCEL;

/**
 * `https://app.example`, or null where the request names no host that could be one.
 *
 * AUTH_URL if it is set. Otherwise the Host header. With AUTH_TRUST_HOST also X-Forwarded-Host, but only if Host is an
 * internal name: many proxies keep Host and pass on any X-Forwarded-Host that the client sent. The scheme is taken from
 * X-Forwarded-Proto, which Next.js sets if no proxy does. In a list, the first entry is the browser's.
 *
 * The Host header is not verified here. Call `isTrustedHost` before anyone else relies on the result.
 */
export function siteOrigin(headers: Headers): string | null {
  if (env.AUTH_URL) return env.AUTH_URL;
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
 * Whether `siteOrigin` may be used where others rely on it: in a redirect, a token, an email. With AUTH_URL it does not
 * depend on the request. A loopback name is safe, because it leads to the client's own machine, unless an untrusted proxy
 * sends another name.
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
 * Whether a state-changing request comes from a page of this site (ASVS 3.5.1). Browsers send Sec-Fetch-Site,
 * under any referrer policy and any name of the site. Older browsers, and browsers on plain http, send Origin with every
 * POST. A client that sends neither is not a browser, and has no cookies of another user.
 */
export function isFromThisSite({ headers }: Pick<Request, "headers">): boolean {
  const relation = headers.get("sec-fetch-site");
  if (relation !== null) return relation === "same-origin" || relation === "none";
  const origin = headers.get("origin");
  return origin === null || origin === siteOrigin(headers);
}

/**
 * Next.js refuses a server action if its Origin is not the requested host. With the referrer policy `no-referrer`, a
 * browser sends `Origin: null`, and only Sec-Fetch-Site tells that the page belongs to this site. This sets Origin to the
 * host, so that Next.js accepts it.
 */
export function fillInOrigin(headers: Headers): void {
  if (headers.get("origin") !== "null" || headers.get("sec-fetch-site") !== "same-origin") return;
  const host = first(headers, "x-forwarded-host") ?? headers.get("host") ?? "";
  const origin = toOrigin(isHttps(headers), host);
  if (origin) headers.set("origin", origin);
}

function first(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.split(",")[0]?.trim() || undefined;
}

/** A name with a dot and letters after it: not `localhost`, `backend` or `10.0.0.1:3000`. */
const isPublicName = (host: string): boolean => /\.[a-z][a-z0-9-]*\.?(:\d+)?$/i.test(host);

/** Null if it is not a host, such as `a@b` or `a/b`. */
function toOrigin(https: boolean, host: string): string | null {
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host)) return null;
  const url = `${https ? "https" : "http"}://${host}`;
  return URL.canParse(url) ? new URL(url).origin : null;
}
