/**
 * Whether a state-changing request comes from a page of this site (ASVS 3.5.1). Browsers send Origin with
 * every POST; a client that sends none is no browser, and holds no one else's cookies.
 */
export function isFromThisSite({ headers }: Pick<Request, "headers">): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return URL.canParse(origin) && new URL(origin).host === host;
}
