import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { withClock as test } from "../../support/e2e-clock";
import { expect } from "../../support/e2e-test";

const you = (page: Page) => page.getByRole("region", { name: "You", exact: true });
const thief = (page: Page) => page.getByRole("region", { name: "The thief" });
const log = (page: Page) => page.getByRole("list", { name: "Log" });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const tokenOf = (party: Locator) => party.locator("code").first().textContent();
const ended = (page: Page) => page.getByText("The session has ended for both.", { exact: true });

test.beforeEach(async ({ page, clock: _clock, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/theft");
  await press(page, "Start a session");
  await press(page, "Let the thief copy your cookies");
  await expect(log(page)).toContainText("The thief: copies your cookies");
});

test("within the grace time both parties get the same successor", async ({ page }) => {
  const first = await tokenOf(you(page));
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(new RegExp(`You: refresh with ${first} → 200.*got`, "s"));
  await press(page, "Refresh as the thief");
  await expect(log(page)).toContainText(
    new RegExp(`The thief: refresh with ${first} → 200.*used before, within the grace`, "s"),
  );
  await expect(you(page).locator("code").first()).not.toHaveText(first ?? "");
  const successor = (await tokenOf(you(page))) ?? "";
  await expect(thief(page).locator("code").first()).toHaveText(successor);
  await expect(ended(page)).toHaveCount(0);
  await expectAccessible(page);
});

test("after the grace time the session ends for both, including the newest token", async ({
  page,
  clock,
  user,
  trait,
  stored,
}) => {
  await clock.pass(1_000);
  await press(page, "Refresh as you");
  await expect(page.getByText("the previous token still returns")).toBeVisible();
  await clock.pass(6_000);
  await expect(page.getByText("The grace time is over")).toBeVisible();
  await press(page, "Refresh as the thief");
  await expect(ended(page)).toBeVisible();
  await expect(log(page)).toContainText("so it ends for both");
  await expect(you(page)).toContainText("still signed in");
  await expectAccessible(page);
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(/You: refresh with \w+ → 401.*the session has ended/s);

  expect(await stored.idsOf(user), "the real session goes on").toHaveLength(trait.canList ? 1 : 0);
  expect((await page.request.get("/api/me")).status()).toBe(200);

  await clock.pass(20_000);
  await expect(you(page).getByText("signed out", { exact: true }).first()).toBeVisible();
  await expect(thief(page).getByText("signed out", { exact: true }).first()).toBeVisible();
});

test("a token that is two generations old ends the session at once", async ({ page }) => {
  const first = await tokenOf(you(page));
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(new RegExp(`You: refresh with ${first} → 200.*got`, "s"));
  const second = await tokenOf(you(page));
  await press(page, "Refresh as you");
  await expect(log(page)).toContainText(new RegExp(`You: refresh with ${second} → 200.*got`, "s"));
  await press(page, "Refresh as the thief");
  await expect(ended(page)).toBeVisible();
  await page.reload();
  await expect(ended(page)).toBeVisible();
});

test("no script can read a token of the experiment", async ({
  page,
  newBrowser,
  baseURL,
  trait,
}) => {
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
