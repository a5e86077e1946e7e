// The subjects and the targets of the starter. A strategy that uses a store at each request is compared with peers that
// do so too, others with peers that use cookies.

/**
 * Subjects come in sets. Those of one set are compared with one another, so they take their turns directly after each
 * other.
 */
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
      { key: "floor", title: "minimum", path: `/api/${floor}`, kind: asksStore ? name : floor },
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

/** Subjects that have a route for repeated readings. */
export const canBeRead = ({ key, readAt }) =>
  readAt !== undefined || !["ping", "open", "empty", "page"].includes(key);

/** [title, kind of figure, numerator, denominator, minimum]. A row without a minimum only shows what is possible. */
export function ratioTargets({ asksStore, usesRedis }) {
  const byKind = (cookie, redis, store) => (asksStore ? (usesRedis ? redis : store) : cookie);
  return [
    ["/api/me over the minimum", "throughput", "me", "floor", 0.95],
    ["/api/me over /api/ping", "throughput", "me", "ping", byKind(0.85, 0.8, 0.75)],
    ["... and the minimum over it", "throughput", "floor", "ping"],
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

/** Counts, which are the same on every machine: [title, figure, expected value]. */
export function countTargets({ asksStore, usesRedis, keepsRows }) {
  const sql = asksStore && !usesRedis ? 1 : 0;
  return [
    ["SQL statements for /api/me", "me.sql", sql],
    ["Redis commands for /api/me", "me.redis", usesRedis ? 1 : 0],
    ["SQL statements for a page with five readings", "page.sql", sql],
    ["checks for a page with five readings", "checks", 1],
    ["writes for 50 requests at once, renewal due", "writes", keepsRows ? 1 : 0],
    ["... and for 50 more right after", "writesAfter", 0],
  ];
}
