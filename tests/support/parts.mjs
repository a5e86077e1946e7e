// Which browser tests run where. `npm run test:all` runs every file under every strategy, with two exceptions: those in
// `once`; and under a strategy that can end sessions and keeps no records, those in `differing` alone. `npm test` sets
// TEST_SHORT, so that it takes minutes: it leaves out `onlyInFull`, and runs all but `differing` under the first strategy
// alone.

/** Tests that do not depend on the strategy, or are about only one. Single tests of this kind have the tag @once. */
export const once = [
  "cost",
  "email-delivery",
  "environment",
  "every-page",
  "lifetimes",
  "move",
  "limits",
  "nightly",
  "no-database",
  "nodes",
  "nodes-hybrid",
  "provider-answers",
  "provider-only",
  "proxy-file",
  "refresh",
  "shutdown",
  "demo/choose",
  "demo/compare",
  "demo/cookie-size",
  "demo/off",
  "demo/move",
  "demo/report",
  "demo/report-run",
  "demo/theft",
];

/** Tests that simulate network failures, need their own build, start many servers, or take minutes. */
export const onlyInFull = [
  "every-page",
  "lifetimes",
  "limits",
  "move",
  "nightly",
  "no-middleware",
  "nodes",
  "nodes-hybrid",
  "outage",
  "proxy-file",
  "demo/off",
  "demo/report-run",
];

/** Tests of differences between strategies. Under all strategies except the first one, `npm test` runs only these. */
export const differing = [
  "account",
  "admin",
  "api",
  "refresh",
  "session-api",
  "sign-in",
  "sign-out",
  "demo/inspector",
  "demo/roles",
  "demo/sign-out-elsewhere",
];

/** For Playwright's testMatch and testIgnore. */
export const specs = (names) => names.map((name) => `**/e2e/${name}.spec.ts`);
