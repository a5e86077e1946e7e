// npm run test:e2e   runs the browser tests once per strategy. tests/support/e2e-setup.ts builds the app and starts
// what it needs. TEST_PART is set by `npm test` (short) and `npm run test:rest` (rest); see tests/support/parts.mjs.
import { defineConfig } from "@playwright/test";
// #region postgres
import { type StrategyName, strategyNames } from "./lib/session/strategies";
// #endregion
import { ensureBrowser } from "./scripts/lib/browser.mjs";
// #region postgres
import { traits } from "./tests/support/e2e-strategies";
import type { StrategyOption } from "./tests/support/e2e-test";
import { differing, left, once, specs } from "./tests/support/parts.mjs";

// #endregion

// Searched once. The workers read this file too and inherit the variable.
process.env.CHROMIUM_PATH ||= (await ensureBrowser()).path;

const report = process.env.TEST_REPORT;
// #region postgres
const part = process.env.TEST_PART;
const inPart = (file: string) => !part || (part === "rest") === left.includes(file);

export default defineConfig<object, StrategyOption>({
  // #endregion
  // without postgres: export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  globalSetup: "./tests/support/e2e-setup.ts",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Long enough for a machine that is ten times slower. A passing test never waits for it.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  workers: 3,
  // `npm test` counts the tests in this report.
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's sandbox does not work for root, nor in many containers. The tests open only our own pages.
      chromiumSandbox: false,
    },
    // To inspect a failure: npm run test:e2e -- --trace on
    screenshot: "only-on-failure",
  },
  // #region postgres
  projects: [
    // These run first, because they mostly wait: the next project runs in parallel.
    {
      name: "once",
      use: { strategy: strategyNames[0] as StrategyName },
      testMatch: specs(once.filter(inPart)),
    },
    ...strategyNames.map((strategy, n) => ({
      name: strategy,
      use: { strategy },
      testIgnore: specs([...once, ...(part === "short" ? left : [])]),
      ...(part === "rest" && { testMatch: specs(left) }),
      ...(((part && n > 0) || hasOnlyEnding(strategy)) && {
        testMatch: specs(differing.filter(inPart)),
      }),
      ...(n > 0 && { grepInvert: /@once/ }),
    })),
  ],
  // #endregion
});

// #region postgres
function hasOnlyEnding(strategy: StrategyName): boolean {
  const { canEnd, canList } = traits[strategy];
  return canEnd && !canList;
}
// #endregion
