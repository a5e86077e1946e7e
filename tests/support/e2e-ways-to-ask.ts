/** Pages that only some users may see. */
export const PROTECTED = [
  "/account",
  // #region admin
  "/admin",
  // #region audit
  "/admin/audit",
  // #endregion
  // #endregion
];

/** Texts that occur only on this page, besides the user's own data. */
export const PROTECTED_WORDS = ["currentPassword", "userId"];

export interface WayToAsk {
  name: string;
  path: (page: string) => string;
  headers: Record<string, string>;
}

const middlewareFive = (file: string) => Array(5).fill(file).join(":");
const same = (page: string) => page;

/** Kinds of requests for a page: of browsers, of Next.js's client, and of attackers. */
export const WAYS_TO_ASK: WayToAsk[] = [
  { name: "as a document", path: same, headers: {} },
  { name: "as a router payload", path: same, headers: { rsc: "1" } },
  { name: "with _rsc", path: (page) => `${page}?_rsc=abc`, headers: { rsc: "1" } },
  { name: "as .rsc", path: (page) => `${page}.rsc`, headers: {} },
  { name: "as .rsc with the header", path: (page) => `${page}.rsc`, headers: { rsc: "1" } },
  { name: "as .txt", path: (page) => `${page}.txt`, headers: { rsc: "1" } },
  { name: "as a prefetch", path: same, headers: { rsc: "1", "next-router-prefetch": "1" } },
  {
    name: "as a prefetched segment",
    path: same,
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
  {
    name: "as a segment file",
    path: (page) => `${page}.segments${page}.segment.rsc`,
    headers: {},
  },
  { name: "as a browser's prefetch", path: same, headers: { purpose: "prefetch" } },
  { name: "with a doubled slash", path: (page) => `/${page}`, headers: {} },
  { name: "with an encoded letter", path: (page) => page.replace("a", "%61"), headers: {} },
  { name: "in capitals", path: (page) => page.toUpperCase(), headers: {} },
  { name: "by way of a dot", path: (page) => `/x/%2e%2e${page}`, headers: {} },
  { name: "as next data", path: (page) => `/_next/data/x${page}.json`, headers: {} },
  {
    name: "as a subrequest of the middleware",
    path: same,
    headers: { "x-middleware-subrequest": middlewareFive("middleware") },
  },
  {
    name: "as a subrequest of src/middleware",
    path: same,
    headers: { "x-middleware-subrequest": middlewareFive("src/middleware") },
  },
  {
    name: "with the middleware's own headers",
    path: same,
    headers: { "x-middleware-next": "1", "x-middleware-rewrite": "/account" },
  },
];
