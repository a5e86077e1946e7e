// The README's picture: the inspector under each strategy, side by side.
import type { Browser } from "@playwright/test";
import { strategyNames } from "../../../lib/env-schema";
import { signIn } from "../../support/e2e-sign-in";
import { getStage } from "../../support/e2e-stage";
import { test } from "../../support/e2e-test";

const DEMO_USER = { email: "user@example.com", password: "correct horse battery staple" };

test("docs/images/inspector.png", async ({ browser }) => {
  const pictures = [];
  for (const strategy of strategyNames) pictures.push(await takeInspector(browser, strategy));
  const images = pictures.map(
    (png) => `<img src="data:image/png;base64,${png.toString("base64")}">`,
  );
  const page = await browser.newPage({
    viewport: { width: 40 + strategyNames.length * 800, height: 100 },
  });
  await page.setContent(`<!doctype html>
    <style>
      body { margin: 0; padding: 40px; display: flex; gap: 40px; align-items: start; background: #e7e5e4; }
      img { width: 760px; border-radius: 12px; box-shadow: 0 2px 12px #0002; }
    </style>
    ${images.join("")}`);
  await page.screenshot({ path: "docs/images/inspector.png", fullPage: true });
});

async function takeInspector(browser: Browser, strategy: (typeof strategyNames)[number]) {
  const context = await browser.newContext({
    baseURL: getStage().strategies[strategy].url,
    viewport: { width: 1000, height: 800 },
    deviceScaleFactor: 1.5,
    colorScheme: "light",
  });
  await signIn(context.request, DEMO_USER);
  const page = await context.newPage();
  await page.goto("/demo/inspector");
  await page.getByRole("button", { name: "Send 50 requests of each" }).click();
  await page
    .getByRole("button", { name: "Send 50 requests of each" })
    .and(page.locator(":not([aria-disabled])"))
    .waitFor();
  const picture = await page.screenshot({ fullPage: true });
  await context.close();
  return picture;
}
