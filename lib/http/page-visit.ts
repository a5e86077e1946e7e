// Which answers may set a cookie of the session. A prefetch, a file and an error may not: caches store them, and another
// client that gets the stored answer would get the session. Edge-safe.

/** At build time, next.config.ts replaces it by the paths of all pages. */
const pages = new RegExp(__PAGES__);

interface Request {
  method: string;
  headers: Headers;
  nextUrl: { pathname: string };
}

/**
 * Whether a user opens a page. Then the session may be renewed or refreshed, and the answer must be PRIVATE.
 * Next.js hides the headers of its own prefetches from the middleware: its matcher leaves those out.
 */
export function isPageVisit({ method, headers, nextUrl }: Request): boolean {
  return method === "GET" && pages.test(nextUrl.pathname) && !isPrefetch(headers);
}

/**
 * Whether it is a prefetch by the browser or the app's router. Prefetches do not count as activity.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Purpose
 */
export function isPrefetch(headers: Headers): boolean {
  const purpose = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
  return (
    purpose.some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? "")) ||
    headers.has("next-router-prefetch") ||
    headers.has("next-router-segment-prefetch")
  );
}
