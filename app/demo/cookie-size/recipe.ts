// Shared by the page and its routes: what the lab cookie can contain, and how it is split.
import { COOKIE_LIMIT } from "../shared/cookie-bytes";

/** Each `make` returns the n-th claim of its kind. */
export const kinds = {
  permissions: { label: "permissions", make: (n: number) => `invoices:approve:team-${n}` },
  groups: { label: "group ids", make: () => crypto.randomUUID() },
  names: {
    label: "long names",
    make: (n: number) => `Department ${n} `.padEnd(60, "of Regional Affairs "),
  },
};
export type Kind = keyof typeof kinds;

export const MAX_CLAIMS = 500;

/** The limit of Node.js for all headers of a request. Above it, the answer is 431. */
export const HEADER_LIMIT = 16 * 1024;

/** Auth.js leaves 160 bytes of a cookie for its name and attributes. */
const CHUNK = COOKIE_LIMIT - 160;

/** Enough for MAX_CLAIMS of the longest kind. */
const MAX_CHUNKS = 16;

/** The lab cookies are sent to this path only, so nothing else can break. */
export const ECHO_PATH = "/demo/api/cookie-size/echo";

/** As long as the name of a session cookie, so that the sizes agree. */
const NAME = "lab.session-token";

/** Every possible name of a lab cookie, so that all can be deleted without reading them. */
export const labCookieNames = [
  NAME,
  ...Array.from({ length: MAX_CHUNKS }, (_, n) => `${NAME}.${n}`),
];

/** Name and value of each cookie, split as Auth.js splits a long session cookie. */
export function cut(value: string, split: boolean): [name: string, value: string][] {
  if (!split || value.length <= CHUNK) return [[NAME, value]];
  const count = Math.ceil(value.length / CHUNK);
  return Array.from({ length: count }, (_, n) => [
    `${NAME}.${n}`,
    value.slice(n * CHUNK, (n + 1) * CHUNK),
  ]);
}

export interface Made {
  /** Characters of the sealed value. */
  sealed: number;
  /** Bytes of each cookie that was set: name, `=` and value. */
  cookies: number[];
}

export interface Echo {
  /** How many lab cookies came back. */
  cookies: number;
  /** Bytes of the whole Cookie header, the session's own included. */
  cookieHeader: number;
  /** Claims that could be read from them; null when they could not be opened. */
  claims: number | null;
}
