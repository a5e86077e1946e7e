import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/cookie-size");
});

const panel = (page: Page) => page.getByRole("region", { name: "The experiment" });
const addClaims = (page: Page, count: number) => page.getByRole("slider").fill(String(count));
const labCookies = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name.startsWith("lab."));
const allCookies = async (page: Page) =>
  (await page.context().cookies(new URL("/demo/api/cookie-size/echo", page.url()).href)).filter(
    ({ name }) => name.startsWith("lab."),
  );

test("few claims fit into one cookie, many are split into chunks, and all are sent back", async ({
  page,
}) => {
  await expect(page.getByRole("slider")).toBeEnabled();
  await page.getByRole("slider").focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowRight");
  await expect(panel(page)).toContainText("3 claims");
  await expect(panel(page)).toContainText("yes, with every claim");
  expect(await allCookies(page)).toHaveLength(1);

  await addClaims(page, 200);
  await expect(panel(page)).toContainText("2 cookies of 3,956");
  await expect(panel(page)).toContainText("yes, with every claim");
  expect(await allCookies(page)).toHaveLength(2);
});

test("too many claims are refused with 431, only on this page", async ({ page, allowConsole }) => {
  allowConsole(/431/);
  await addClaims(page, 500);
  await expect(page.getByText("this session would not work")).toBeVisible();
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

test("without extra claims the cookie is as large as the session cookie of jwt", async ({
  page,
  trait,
  sessionCookie,
}) => {
  test.skip(trait.canList || trait.canEnd, "once, where the session is such a cookie");
  await addClaims(page, 1);
  await expect(panel(page)).toContainText("yes, with every claim");
  await addClaims(page, 0);
  await expect(panel(page)).toContainText("0 claims");
  const bytes = trait.cookie.length + 1 + ((await sessionCookie()) ?? "").length;
  await expect(panel(page).getByText(`${bytes} bytes`, { exact: true })).toBeVisible();
  await page.goto("/demo/inspector");
  await expect(page.getByText(`${bytes} bytes`, { exact: true })).toBeVisible();
});

test("the browser drops a large cookie that is not split", async ({ page }) => {
  await page.getByRole("checkbox").uncheck();
  // The browser would keep this one.
  await addClaims(page, 10);
  await expect(panel(page)).toContainText("yes, with every claim");
  await addClaims(page, 200);
  await expect(panel(page)).toContainText("0 cookies, in a Cookie header");
  await expect(panel(page)).toContainText("The browser dropped a cookie");
  expect(await allCookies(page)).toEqual([]);
});

test("the page finds both limits and deletes its cookies", async ({ page, allowConsole }) => {
  allowConsole(/431/);
  await page.getByRole("button", { name: "Find where it breaks" }).click();
  const found = page.getByRole("list", { name: "Measured here, now" }).getByRole("listitem");
  await expect(found).toHaveCount(2, { timeout: 30_000 });
  const [split, breaks] = (await found.allInnerTexts()).map((text) => Number.parseInt(text, 10));
  await expect(found.first()).toContainText("more than one cookie");
  await expect(found.last()).toContainText("status 431");
  await expect.poll(() => labCookies(page)).toEqual([]);
  // The chart keeps showing the result.
  await expect(page.getByRole("slider")).toHaveValue(String(breaks));
  await expect(panel(page)).toContainText("this session would not work");

  // With one claim less, it still works.
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
