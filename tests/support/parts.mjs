// Which browser tests run where. `npm test` leaves out `left`, which takes long, and `npm run test:rest` runs it.
// #region keep
// Both run only `differing` under all strategies except the first one. `npm run test:all` runs every file under every
// strategy, with two exceptions: those in `once`; and under a strategy that can end sessions and keeps no records, those
// in `differing` alone.
// #endregion

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

/** Tests that `npm test` leaves out: they take long, start further servers or builds, or are about the lab's details. */
export const left = [
  "accessibility",
  "admin",
  "caches",
  "every-page",
  "form-failures",
  "hostile-callback-url",
  "hostile-requests",
  "lifetimes",
  "limits",
  "move",
  "nightly",
  "no-middleware",
  "nodes",
  "nodes-hybrid",
  "other-user",
  "outage",
  "proxy-file",
  "demo/choose",
  "demo/compare",
  "demo/cookie-size",
  "demo/form",
  "demo/inspector",
  "demo/menu",
  "demo/move",
  "demo/off",
  "demo/pages",
  "demo/powers",
  "demo/private-cache",
  "demo/report-run",
  "demo/service-token",
  "demo/sign-out-elsewhere",
  "demo/theft",
  "demo/time-limits",
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
