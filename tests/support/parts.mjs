// Which browser tests run where. `npm run test:all`, as CI runs it, runs every file under every strategy, except
// those in `once`. `npm test` sets TEST_SHORT and leaves out the other two lists, so that it takes minutes.

/** What does not depend on the strategy, or is about one of them alone. Single tests like that have the tag @once. */
export const once = [
  "cost",
  "environment",
  "lifetimes",
  "limits",
  "nightly",
  "no-database",
  "nodes",
  "nodes-hybrid",
  "refresh",
  "demo/choose",
  "demo/compare",
  "demo/cookie-size",
  "demo/off",
  "demo/report",
  "demo/report-run",
  "demo/theft",
];

/** What waits for real time to pass, breaks networks, needs a build of its own, or starts servers by the dozen. */
export const onlyInFull = [
  "lifetimes",
  "nightly",
  "no-middleware",
  "nodes",
  "nodes-hybrid",
  "outage",
  "demo/off",
  "demo/report-run",
];

/** What every strategy has in common. `npm test` runs it under the first strategy alone. */
export const alike = [
  "accessibility",
  "audit",
  "body-limit",
  "cron",
  "hostile-callback-url",
  "hostile-requests",
  "provider-tokens",
  "token",
  "demo/api",
  "demo/form",
  "demo/pages",
  "demo/service-token",
  "demo/time-limits",
];

/** For Playwright's testMatch and testIgnore. */
export const specs = (names) => names.map((name) => `**/e2e/${name}.spec.ts`);
