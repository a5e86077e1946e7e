/** Browsers drop larger cookies without an error (RFC 6265bis). */
export const COOKIE_LIMIT = 4096;

/**
 * The size of a cookie in the lab and in `npm run compare`: its name, `=` and its value, as sent in a request. Cookies
 * contain only ASCII characters, so the length is in bytes.
 */
export const cookieBytes = (name: string, value: string) => name.length + 1 + value.length;
