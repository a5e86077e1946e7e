import { env } from "../env";

/**
 * Whether a state-changing request comes from a page of this site (ASVS 3.5.1). Browsers send Origin with
 * every POST; a client that sends none is no browser, and holds no one else's cookies.
 */
export function isFromThisSite({ headers }: Pick<Request, "headers">): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === siteHost(headers);
}

/** Host and port of this site, as browsers know them: AUTH_URL where it is set, else what the proxy or the request says. */
export function siteHost(headers: Headers): string | null {
  if (env.AUTH_URL) return new URL(env.AUTH_URL).host;
  return headers.get("x-forwarded-host") ?? headers.get("host");
}
