/** Characters. A provider's code is long, and a request line with more than this and its cookies is refused. */
const LONGEST = 4096;

/**
 * `target` if it is a path of this site, else `fallback`. Other origins, `//host`, `/\host`, `javascript:`, control
 * characters and anything but a string are refused (ASVS 3.7.2). With `origin`, an absolute URL of this site is accepted,
 * as its path.
 */
export function toLocalPath(target: unknown, fallback: string, origin?: string): string {
  if (typeof target !== "string" || target.length > LONGEST) return fallback;
  const path = origin && target.startsWith(`${origin}/`) ? target.slice(origin.length) : target;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these, so "/\t/x" is "//x".
  if (!/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(path)) return fallback;
  const url = URL.canParse(path, "http://local") ? new URL(path, "http://local") : null;
  // "/.//host" is a path, but the parser removes the dots, which gives "//host".
  if (url?.origin !== "http://local" || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}

/** The path of the sign-in page, which redirects to `path` if the browser has kept the new session cookie. */
export const arrivalPath = (path: string): string =>
  `/sign-in?${new URLSearchParams({ arrived: "1", callbackUrl: path })}`;
