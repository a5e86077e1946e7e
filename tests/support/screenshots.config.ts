// npm run screenshots   writes the pictures of the README into docs/images.
import { defineConfig } from "@playwright/test";
import config from "../../playwright.config";

export default defineConfig({
  ...config,
  testDir: "../e2e",
  outputDir: "../../test-results",
  globalSetup: "./e2e-setup.ts",
  reporter: "list",
  // One worker, so that measurements in one picture do not slow down another.
  workers: 1,
  projects: [{ name: "screenshots", testMatch: "**/*.screenshots.ts" }],
});
