import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/cookie-size");
});

const panel = (page: Page) => page.getByRole("region", { name: "Try it" });
const addClaims = (page: Page, count: number) => page.getByRole("slider").fill(String(count));
const labCookies = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name.startsWith("demo-"));
const allCookies = async (page: Page) =>
  (await page.context().cookies(new URL("/demo/api/cookie-size/echo", page.url()).href)).filter(
    ({ name }) => name.startsWith("demo-cookie-size"),
  );

test("a few claims travel in one cookie, many are cut, and all come back", async ({ page }) => {
  await expect(page.getByRole("slider")).toBeEnabled();
  await page.getByRole("slider").focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowRight");
  await expect(panel(page)).toContainText("3 claims");
  await expect(panel(page)).toContainText("yes, with every claim");
  expect(await allCookies(page)).toHaveLength(1);

  await addClaims(page, 200);
  await expect(panel(page)).toContainText("2 cookies of 3,955");
  await expect(panel(page)).toContainText("yes, with every claim");
  expect(await allCookies(page)).toHaveLength(2);
});

test("too many are refused with 431, and only here", async ({ page, allowConsole }) => {
  allowConsole(/431/);
  await addClaims(page, 500);
  await expect(page.getByText("This session would be lost")).toBeVisible();
  await expect(panel(page)).toContainText("431 Request Header Fields Too Large");
  expect(await allCookies(page)).toHaveLength(5);

  await expectAccessible(page);
  expect((await page.request.get("/demo/cookie-size")).status(), "the page").toBe(200);
  expect((await page.request.get("/api/me")).status(), "the session").toBe(200);
  await page.getByRole("button", { name: "Delete the lab cookies" }).click();
  await expect.poll(() => labCookies(page)).toEqual([]);
  await addClaims(page, 10);
  await expect(panel(page)).toContainText("yes, with every claim");
});

test("a cookie that is not cut is dropped by the browser", async ({ page }) => {
  await page.getByRole("checkbox").uncheck();
  await addClaims(page, 200);
  await expect(panel(page)).toContainText("0 cookies, in a Cookie header");
  await expect(panel(page)).toContainText("The browser dropped a cookie");
  expect(await allCookies(page)).toEqual([]);
});

test("finds both limits, and cleans up", async ({ page, allowConsole }) => {
  allowConsole(/431/);
  await page.getByRole("button", { name: "Find where it breaks" }).click();
  const found = panel(page).getByRole("listitem");
  await expect(found).toHaveCount(2, { timeout: 30_000 });
  const [split, breaks] = (await found.allInnerTexts()).map((text) => Number.parseInt(text, 10));
  await expect(found.first()).toContainText("more than one cookie");
  await expect(found.last()).toContainText("status 431");
  await expect.poll(() => labCookies(page)).toEqual([]);

  // One claim less, and it still holds.
  await addClaims(page, Number(split) - 1);
  await expect(panel(page)).toContainText("1 cookie of");
  await addClaims(page, Number(breaks) - 1);
  await expect(panel(page)).toContainText(`${Number(breaks) - 1} claims`);
  await expect(panel(page)).toContainText("yes, with every claim");
});

test("leaving the page deletes the lab cookies", async ({ page }) => {
  await addClaims(page, 200);
  await expect(panel(page)).toContainText("yes, with every claim");
  await page.getByRole("link", { name: "Roles" }).click();
  await expect.poll(() => labCookies(page)).toEqual([]);

  await page.goBack();
  await addClaims(page, 100);
  await expect(panel(page)).toContainText("yes, with every claim");
  await page.goto("/account");
  await expect.poll(() => labCookies(page)).toEqual([]);
});
