// npm run test:e2e   the app in a real browser, once for every strategy. tests/support/e2e-setup.ts
// builds it and starts what it needs. With TEST_SHORT=1, as `npm test` sets it, a part of the tests:
// tests/support/parts.mjs says which.
import { defineConfig } from "@playwright/test";
import { type StrategyName, strategyNames } from "./lib/session/strategies";
import { ensureBrowser } from "./scripts/lib/browser.mjs";
import type { StrategyOption } from "./tests/support/e2e-test";
import { alike, once, onlyInFull, specs } from "./tests/support/parts.mjs";

// Found once: the workers, which read this file too, inherit the answer.
process.env.CHROMIUM_PATH ||= (await ensureBrowser()).path;

const report = process.env.TEST_REPORT;
const short = Boolean(process.env.TEST_SHORT);
const leftOut = short ? onlyInFull : [];

export default defineConfig<object, StrategyOption>({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/support/e2e-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Long enough for a machine that is ten times slower: what is right waits for none of it.
  timeout: 300_000,
  expect: { timeout: 60_000 },
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
    {
      name: "once",
      use: { strategy: strategyNames[0] as StrategyName },
      testMatch: specs(once),
      testIgnore: specs(leftOut),
    },
    ...strategyNames.map((strategy, n) => ({
      name: strategy,
      use: { strategy },
      testIgnore: specs([...once, ...leftOut, ...(short && n > 0 ? alike : [])]),
      ...(n > 0 && { grepInvert: /@once/ }),
    })),
  ],
});
