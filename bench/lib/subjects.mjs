// What is measured, and what the starter is held to. Whether a strategy asks a store at each request
// decides which peers it is set beside.

/** In sets: those of one are compared with one another, so nobody else is between their turns. */
export function subjectsFor({ name, asksStore }) {
  const peers = asksStore
    ? [
        ["authjs", "Auth.js, database", "authjs-database"],
        ["better-auth", "Better Auth, database", "better-auth-database"],
      ]
    : [
        ["authjs", "Auth.js, JWT", "authjs-jwt"],
        ["better-auth", "Better Auth, cookie cache", "better-auth-cookie"],
        ["iron-session", "iron-session", "iron-session"],
      ];
  const floor = asksStore ? "floor-database" : "floor-jwt";
  const anyone = () => "anyone@example.com";
  const sets = [
    [
      { key: "ping", title: "/api/ping, no auth", path: "/api/ping", expects: () => '"ok":true' },
      { key: "me", title: "/api/me", path: "/api/me", readAt: "/api/starter" },
      { key: "floor", title: "bare floor", path: `/api/${floor}`, kind: asksStore ? name : floor },
    ],
    [
      { key: "open", title: "page, no auth", path: "/api/open", expects: anyone },
      {
        key: "empty",
        title: "page behind an empty middleware.ts",
        path: "/empty",
        expects: anyone,
      },
      { key: "page", title: "page behind middleware.ts", path: "/account" },
    ],
    peers.map(([key, title, kind]) => ({ key, title, kind, path: `/api/${kind}` })),
  ];
  return sets.map((set) => set.map((subject) => ({ kind: name, ...subject })));
}

/** Those with a loop that does nothing but read. */
export const canBeRead = ({ key, readAt }) =>
  readAt !== undefined || !["ping", "open", "empty", "page"].includes(key);

/** [what, of which figures, the one over the other, at least: none where it only says what could be reached] */
export function ratioTargets({ asksStore, usesRedis }) {
  const byKind = (cookie, redis, store) => (asksStore ? (usesRedis ? redis : store) : cookie);
  return [
    ["/api/me over the bare floor", "throughput", "me", "floor", 0.95],
    ["/api/me over /api/ping", "throughput", "me", "ping", byKind(0.85, 0.8, 0.75)],
    ["... and the bare floor over it", "throughput", "floor", "ping"],
    [
      "page behind middleware.ts over one without",
      "throughput",
      "page",
      "open",
      byKind(0.8, 0.65, 0.65),
    ],
    ["a reading, faster than Auth.js", "reading", "authjs", "me", asksStore ? 2 : 10],
    ["a reading, faster than Better Auth", "reading", "better-auth", "me", 1],
    ...(asksStore
      ? []
      : [["a reading, faster than iron-session", "reading", "iron-session", "me", 1]]),
  ];
}

/** What can be counted, and so holds or does not, on any machine: [what, figure, exactly]. */
export function countTargets({ asksStore, usesRedis, keepsRows }) {
  const sql = asksStore && !usesRedis ? 1 : 0;
  return [
    ["SQL statements for /api/me", "me.sql", sql],
    ["Redis commands for /api/me", "me.redis", usesRedis ? 1 : 0],
    ["SQL statements for a page that asks five times", "page.sql", sql],
    ["checks for a page that asks five times", "checks", 1],
    ["writes for 50 requests at once, renewal due", "writes", keepsRows ? 1 : 0],
    ["... and for 50 more right after", "writesAfter", 0],
  ];
}
