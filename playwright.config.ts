// npm run test:e2e   the app in a real browser, once for every strategy. tests/support/e2e-setup.ts
// builds it and starts what it needs.
import { defineConfig } from "@playwright/test";
import { type StrategyName, strategyNames } from "./lib/session/strategies";
import { ensureBrowser } from "./scripts/lib/browser.mjs";
import type { StrategyOption } from "./tests/support/e2e-test";

// Found once: the workers, which read this file too, inherit the answer.
process.env.CHROMIUM_PATH ||= (await ensureBrowser()).path;

const report = process.env.TEST_REPORT;

/**
 * What does not depend on the strategy, or is about one of them alone. Single tests of which that is true have
 * the tag @once, and run under the first strategy.
 */
const ONCE = [
  ...[
    "cost",
    "environment",
    "lifetimes",
    "limits",
    "nightly",
    "no-database",
    "nodes",
    "nodes-hybrid",
    "refresh",
  ],
  ...["demo/choose", "demo/compare", "demo/cookie-size", "demo/off", "demo/report*", "demo/theft"],
].map((name) => `**/e2e/${name}.spec.ts`);

export default defineConfig<object, StrategyOption>({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/support/e2e-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Long enough for a busy machine: what is right waits for none of it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 3,
  // For `npm test`, which counts.
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Root's Chromium does not start with it, nor does anyone's in many containers; the pages are our own.
      chromiumSandbox: false,
    },
    // For a closer look at a failure: npm run test:e2e -- --trace on
    screenshot: "only-on-failure",
  },
  projects: [
    // First, because these wait more than they work: what comes next runs beside them.
    { name: "once", use: { strategy: strategyNames[0] as StrategyName }, testMatch: ONCE },
    ...strategyNames.map((strategy, n) => ({
      name: strategy,
      use: { strategy },
      testIgnore: ONCE,
      ...(n > 0 && { grepInvert: /@once/ }),
    })),
  ],
});
