// Which tests run where. `npm test` takes about ten minutes on two cores. `npm run test:rest` runs what it leaves out.
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

/**
 * Browser tests that `npm test` leaves out: they are about accounts, rooms and details of the lab, take long, or start
 * further servers or builds.
 */
export const left = [
  "accessibility",
  "account",
  "admin",
  "apple",
  "audit",
  "browsers",
  "caches",
  "delete-account",
  "email",
  "email-delivery",
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
  "passkeys",
  "provider-answers",
  "provider-logout",
  "provider-tokens",
  "proxy-file",
  "remember",
  "step-up",
  "demo/choose",
  "demo/compare",
  "demo/cookie-size",
  "demo/device-limit",
  "demo/form",
  "demo/inspector",
  "demo/menu",
  "demo/move",
  "demo/off",
  "demo/outage",
  "demo/pages",
  "demo/powers",
  "demo/private-cache",
  "demo/refresh",
  "demo/report",
  "demo/report-run",
  "demo/roles",
  "demo/service-token",
  "demo/sign-out-elsewhere",
  "demo/step-up",
  "demo/theft",
  "demo/time-limits",
];

/** Contract tests that `npm test` leaves out on the embedded Postgres: they take long. */
export const leftContract = [
  "asked-again",
  "audit",
  "authjs-arrival",
  "authjs-faults",
  "authjs-trip",
  "bearer",
  "cleanup",
  "email/hostile-links",
  "hostile-programs",
  "last-admin",
  "late-answers",
  "logout-token",
  "move",
  "move-authjs",
  "move-rules",
  "passkeys/hostile-answers",
  "provider-logout",
  "provider-tokens",
  "store-slow",
];

/** Tests of differences between strategies. Under all strategies except the first one, only these run. */
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

/** For Vitest's include and exclude. */
export const contracts = (names) => names.map((name) => `tests/contract/${name}.test.ts`);

/** For Playwright's testMatch and testIgnore. */
export const specs = (names) => names.map((name) => `**/e2e/${name}.spec.ts`);
