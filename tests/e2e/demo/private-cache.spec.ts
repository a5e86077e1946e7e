import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const pane = (page: Page, name: string) => page.getByRole("region", { name });
// Next.js hides the previous page and keeps it in the document.
const says = (page: Page) =>
  pane(page, "The page says").locator("[aria-live=polite]").filter({ visible: true });
const open = (page: Page, which: string) =>
  page.getByRole("link", { name: `Open the ${which} page` }).click();

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/private-cache");
  await page.getByRole("button", { name: "Sign in a throw-away user" }).click();
  await expect(pane(page, "The server says")).toContainText("signed in");
});

test("a privately cached page shows a signed-out user as signed in until it is reloaded", async ({
  page,
  strategy,
}) => {
  await open(page, "cached");
  await expect(says(page)).toContainText("signed in");
  await page.getByRole("button", { name: "Sign out, in another tab" }).click();
  await expect(pane(page, "The server says")).toContainText("signed out");
  await open(page, "uncached");
  await expect(says(page)).toContainText("signed out");

  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, "cached");
  await expect(says(page)).toContainText("still signed in");
  await expect(says(page)).toContainText("No request was sent to open it again.");
  expect(asked).not.toContain("/demo/private-cache/kept");
  await expectAccessible(page);
  const own = pane(page, "Under every strategy")
    .getByRole("listitem")
    .filter({ hasText: strategy });
  await expect(own.filter({ hasText: "running now" })).toContainText(
    /shown as signed in, .* after signing out/,
  );

  await page.reload();
  await expect(says(page)).toContainText("signed out");
});

test("a new trial starts with an empty cache", async ({ page }) => {
  await open(page, "cached");
  await expect(says(page)).toContainText("signed in");
  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByRole("button", { name: "Sign in a throw-away user" }).click();
  await page.getByRole("button", { name: "Sign out, in another tab" }).click();
  await expect(pane(page, "The server says")).toContainText("signed out");
  await open(page, "cached");
  await expect(says(page)).toContainText("signed out");
});

test("without a trial, both pages show nobody as signed in", async ({ page }) => {
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByRole("button", { name: "Sign in a throw-away user" })).toBeVisible();
  for (const path of ["kept", "asked"]) {
    await page.goto(`/demo/private-cache/${path}`);
    await expect(says(page)).toContainText("signed out");
  }
});
