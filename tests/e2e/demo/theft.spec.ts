import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const you = (page: Page) => page.getByRole("region", { name: "You", exact: true });
const thief = (page: Page) => page.getByRole("region", { name: "The thief" });
const log = (page: Page) => page.getByRole("region", { name: "What happened" });
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();
const tokenOf = (party: Locator) => party.locator("code").first().textContent();
const ended = (page: Page) => page.getByText("The session has ended, for both");

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/theft");
  await press(page, "Start a session");
  await press(page, "Copy your tokens");
  await expect(log(page)).toContainText("The thief has copied");
});

test("inside the grace time both get the same successor", async ({ page }) => {
  const first = await tokenOf(you(page));
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(`You showed ${first} and got`);
  await press(page, "Refresh as the thief");
  await expect(log(page)).toContainText(`The thief showed ${first}, used before, inside the grace`);
  await expect(you(page).locator("code").first()).not.toHaveText(first ?? "");
  const successor = (await tokenOf(you(page))) ?? "";
  await expect(thief(page).locator("code").first()).toHaveText(successor);
  await expect(ended(page)).toHaveCount(0);
  await expectAccessible(page);
});

test("after the grace time the session ends for both, the newest token too", async ({
  page,
  user,
  database,
  trait,
}) => {
  await press(page, "Refresh as you");
  await expect(page.getByText("The grace time is over")).toBeVisible();
  await press(page, "Refresh as the thief");
  await expect(ended(page)).toBeVisible();
  await expect(log(page)).toContainText("so it ends for both");
  await expect(you(page)).toContainText("still in");
  await expectAccessible(page);
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(/You showed \w+, which was refused/);

  const rows = await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
  expect(rows, "the real session goes on").toHaveLength(trait.canRevoke ? 1 : 0);
  expect((await page.request.get("/api/me")).status()).toBe(200);

  await expect(you(page).getByText("out", { exact: true })).toBeVisible({ timeout: 25_000 });
  await expect(thief(page).getByText("out", { exact: true })).toBeVisible();
  await expect(page.getByText("No access token opens anything either")).toBeVisible();
});

test("a token from two generations back ends it at once, and so it stays", async ({ page }) => {
  const first = await tokenOf(you(page));
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(`You showed ${first} and got`);
  const second = await tokenOf(you(page));
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(`You showed ${second} and got`);
  await press(page, "Refresh as the thief");
  await expect(ended(page)).toBeVisible();
  await page.reload();
  await expect(ended(page)).toBeVisible();
});

test("no script ever sees a token of it", async ({ page, newBrowser, baseURL, trait }) => {
  const path = "/demo/api/family";
  const answer = await page.request.get(path);
  expect(await answer.text()).not.toMatch(/[\w-]{40}/);
  const lab = (await page.context().cookies(`${baseURL}${path}`)).find(
    ({ name }) => name === "demo-token-family",
  );
  expect(lab).toMatchObject({ httpOnly: true, sameSite: "Strict", path });
  const other = await newBrowser();
  await other.addCookies([{ name: trait.cookie, value: `${lab?.value}`, url: `${baseURL}` }]);
  expect((await other.request.get("/api/me")).status()).toBe(401);
});
