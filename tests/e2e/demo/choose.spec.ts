import { existsSync } from "node:fs";
import type { Page } from "@playwright/test";
import { parseEnv } from "../../../lib/env-schema";
import { expectAccessible } from "../../support/e2e-accessibility";
import { AUTH_SECRET } from "../../support/e2e-app";
import { expect, test } from "../../support/e2e-test";

const answer = (page: Page) => page.getByRole("region", { name: "What fits" });
const verdict = (page: Page) => answer(page).getByRole("status");
const lines = (page: Page) => page.getByRole("region", { name: "Lines for .env" });

/** Waits for hydration. Before that, the form has a submit button. */
async function open(page: Page, path = "/demo/choose") {
  await page.goto(path);
  await expect(page.getByRole("button", { name: "Show what fits" })).toHaveCount(0);
}

const presets = [
  { name: "Content site", fits: "jwt", look: "jwt", line: "SESSION_MAX_AGE=2592000" },
  { name: "Shop", fits: "jwt", look: "jwt", line: "SESSION_MAX_AGE=604800" },
  {
    name: "Internal office system",
    fits: "database + Redis",
    look: "redis",
    line: "SESSION_DEVICE_LIMIT=3",
  },
  { name: "Bank-like", fits: "database", look: "database", line: "SESSION_IDLE_TIMEOUT=900" },
  {
    name: "Platform with an API",
    fits: "hybrid",
    look: "hybrid",
    line: "ACCESS_TOKEN_MAX_AGE=300",
  },
];

test("each preset shows its recommendation in the strategy's colour, with reasons and a price", async ({
  page,
}) => {
  await open(page);
  for (const { name, fits, look, line } of presets) {
    const preset = page.getByRole("link", { name, exact: true });
    await preset.click();
    await expect(preset).toHaveAttribute("aria-current", "true");
    await expect(verdict(page)).toHaveText(fits);
    await expect(page.locator(`section[data-strategy=${look}]`)).toContainText("What fits");
    await expect(lines(page)).toContainText(line);
    for (const part of ["Why", "What you give up", "Runner-up"])
      await expect(answer(page).getByRole("heading", { name: part, exact: true })).toBeVisible();
  }
});

test("every change applies at once, and the resulting link can be shared", async ({
  page,
  newBrowser,
}) => {
  await open(page);
  await expect(verdict(page)).toHaveText("database");
  await page.getByRole("radio", { name: "Serverless" }).check();
  await expect(verdict(page)).toHaveText("jwt");
  await page.getByRole("checkbox", { name: "Kick-out" }).check();
  await expect(verdict(page)).toHaveText("database + Redis");
  await page.getByRole("checkbox", { name: "Offline edge" }).check();
  await expect(verdict(page)).toHaveText("hybrid");
  await expect(answer(page)).toContainText("within 5 min");
  await expect(page).toHaveURL(/\?project=serverless&sensitivity=medium&need=kick&need=edge$/);

  const other = await (await newBrowser()).newPage();
  await other.goto(page.url());
  await expect(verdict(other)).toHaveText("hybrid");
  await expect(other.getByRole("radio", { name: "Serverless" })).toBeChecked();
  await expect(other.getByRole("checkbox", { name: "Offline edge" })).toBeChecked();
  await expect(other.getByRole("checkbox", { name: "Roles at once" })).not.toBeChecked();
});

test("contradicting needs are listed, with a suggestion which to drop", async ({ page }) => {
  await open(page, "/demo/choose?need=rowless&need=kick&need=roles");
  const contradiction = answer(page).getByText("contradict each other");
  await expect(contradiction).toHaveText(
    "“No database”, “Kick-out”, and “Roles at once” contradict each other",
  );
  await expect(answer(page)).toContainText("If you drop “No database”, you lose fewer needs");
  await expect(answer(page)).toContainText("drop “Kick-out” and “Roles at once” and use jwt");
  await expect(answer(page).getByText("not met")).toHaveCount(1);
  await expectAccessible(page);

  await page.getByRole("checkbox", { name: "No database" }).uncheck();
  await expect(contradiction).toHaveCount(0);
  await expect(answer(page).getByText("not met")).toHaveCount(0);
});

test("the stated change makes the runner-up win, and Back undoes it", async ({ page }) => {
  await open(page, "/demo/choose?project=office&need=kick&need=devices");
  await expect(verdict(page)).toHaveText("database + Redis");
  await answer(page).getByRole("link", { name: "with “Offline edge”" }).click();
  await expect(verdict(page)).toHaveText("hybrid");
  await expect(page.getByRole("checkbox", { name: "Offline edge" })).toBeChecked();
  await page.goBack();
  await expect(verdict(page)).toHaveText("database + Redis");
  await expect(page.getByRole("checkbox", { name: "Offline edge" })).not.toBeChecked();
});

test("the commands and the link can be copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await open(page, "/demo/choose?project=content&sensitivity=low");
  await page.getByRole("button", { name: "Copy these lines" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await clipboard()).toBe(`${await lines(page).textContent()}\n`);
  const copied = (await clipboard()).trim().split("\n");
  const settings = Object.fromEntries(copied.map((line) => line.split("=") as [string, string]));
  expect(parseEnv({ ...settings, AUTH_SECRET })).toMatchObject({
    env: { AUTH_STRATEGY: "jwt", SESSION_MAX_AGE: 30 * 24 * 60 * 60 },
  });

  // The answers change, so the copied lines are out of date.
  await page.getByRole("radio", { name: "High sensitivity" }).check();
  await expect(page.getByText("Copied.")).toHaveCount(0);
  await page.getByRole("button", { name: "Copy a link" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await clipboard()).toBe(page.url());
});

test("the device limit is a number field, and the commands change with it", async ({
  page,
  strategy,
}) => {
  await open(page, "/demo/choose?project=office&need=devices");
  await page.getByRole("spinbutton", { name: "sessions per user" }).fill("8");
  await expect(lines(page)).toContainText("SESSION_DEVICE_LIMIT=8");
  await expect(page).toHaveURL(/need=devices&limit=8$/);
  await page.getByRole("checkbox", { name: "Emails" }).check();
  await expect(lines(page)).toContainText("SMTP_URL=");
  const settings = page.getByRole("region", { name: "Lifetimes and settings" });
  const copy = (command: string) => settings.getByRole("button", { name: `Copy: ${command}` });
  await expect(copy("npm run keep -- database --redis")).toBeVisible();
  await expect(copy(`AUTH_STRATEGY=database AUTH_STRATEGY_ALSO=${strategy} npm start`)).toHaveCount(
    strategy === "database" ? 0 : 1,
  );
});

test("a copy button shows an error if the clipboard refuses", async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  });
  await open(page);
  await page.getByRole("button", { name: "Copy these lines" }).click();
  await expect(page.getByText("select the text and copy it")).toBeVisible();
});

test("the page can be used with only the keyboard", async ({ page }) => {
  await open(page);
  await page.getByRole("radio", { name: "Monolith" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Microservices" })).toBeFocused();
  await expect(verdict(page)).toHaveText("hybrid");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "Medium" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "Kick-out" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Kick-out" })).toBeFocused();
  await expect(page).toHaveURL(/project=microservices&sensitivity=medium&need=kick$/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the form and the answer are complete", async ({ page }) => {
    await page.goto("/demo/choose");
    await page.getByRole("radio", { name: "SaaS back office" }).check();
    await page.getByRole("checkbox", { name: "Device limit" }).check();
    await page.getByRole("button", { name: "Show what fits" }).click();
    await expect(page).toHaveURL(/\?project=office&sensitivity=medium&need=devices$/);
    await expect(verdict(page)).toHaveText("database + Redis");
    await expect(lines(page)).toContainText("SESSION_DEVICE_LIMIT=3");
    await expect(page.getByRole("radio", { name: "SaaS back office" })).toBeChecked();
    await page.getByRole("link", { name: "Shop", exact: true }).click();
    await expect(verdict(page)).toHaveText("jwt");
  });
});

test("invalid parts of a link are ignored with a message", async ({ page }) => {
  const wrong = "project=__proto__&sensitivity=low&sensitivity=high&need=kick&need=%00%ff&mail=x";
  await open(page, `/demo/choose?${wrong}`);
  await expect(page.getByText("ignored: project, sensitivity, and need")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Monolith" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Kick-out" })).toBeChecked();
  await expect(verdict(page)).toHaveText("database");
  await expectAccessible(page);
  await page.getByRole("checkbox", { name: "Roles at once" }).check();
  await expect(page.getByText("parts of this link are invalid")).toHaveCount(0);
});

test("the figures come from the last run or the sample, and say which", async ({ page }) => {
  await open(page);
  const whose = existsSync(".data/compare.json") ? "your last run" : "the sample";
  const figures = page.getByRole("region", { name: `Figures of ${whose}` });
  await expect(figures).toContainText("npm run compare");
  await expect(figures.getByRole("region", { name: "database", exact: true })).toContainText(
    /median.*ms/,
  );
});

test("the page is accessible and fits a phone", async ({ page }) => {
  await page.goto("/demo");
  await page.getByRole("main").locator('a[href="/demo/choose"]').last().click();
  await expect(page).toHaveURL("/demo/choose");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.body.scrollWidth - innerWidth);
    expect(overflow, `wider than ${width}`).toBeLessThanOrEqual(0);
  }
});
