/** Browsers drop a cookie that is larger, without a word (RFC 6265bis). */
export const COOKIE_LIMIT = 4096;

/**
 * How large a cookie is, everywhere in the lab and in `npm run compare`: its name, `=` and its value, as a request
 * carries it. Cookies have no other characters than ASCII, so that these are bytes.
 */
export const cookieBytes = (name: string, value: string) => name.length + 1 + value.length;
