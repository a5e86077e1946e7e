// "Keep me signed in" at the sign-in page: the cookies, and what the account page says.
import type { BrowserContext, Page } from "@playwright/test";
import { field, submitSignIn } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

const box = (page: Page) => page.getByLabel("Keep me signed in").filter({ visible: true }).first();

/** Of the session cookie: seconds since the epoch, or -1 for the end of the browser. */
async function endOfCookie(context: BrowserContext, name: string): Promise<number | undefined> {
  return (await context.cookies()).find((cookie) => cookie.name === name)?.expires;
}

test("without the checkbox, the cookies end with the browser and the session after 12 hours", async ({
  page,
  context,
  user,
  trait,
}) => {
  await page.goto("/sign-in");
  await expect(box(page)).not.toBeChecked();
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
  for (const name of [trait.cookie, trait.refreshCookie ?? trait.cookie])
    expect(await endOfCookie(context, name), name).toBe(-1);
  await expect(page.getByRole("region", { name: "This session" })).toContainText(
    "12 h after signing in",
  );
  // #region refresh
  // A refresh sets them anew.
  await page.request.post("/api/session/refresh");
  expect(await endOfCookie(context, trait.cookie)).toBe(-1);
  // #endregion

  // A new password makes a new session, and the choice stays.
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill("another few words in a row");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  expect(await endOfCookie(context, trait.cookie)).toBe(-1);
});

test("with the checkbox, the browser keeps the cookies", async ({ page, context, user, trait }) => {
  await page.goto("/sign-in");
  await box(page).check();
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
  for (const name of [trait.cookie, trait.refreshCookie ?? trait.cookie])
    expect(await endOfCookie(context, name), name).toBeGreaterThan(Date.now() / 1000 + 86_400);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the checkbox works", async ({ page, context, user, trait }) => {
    await page.goto("/sign-in");
    await box(page).check();
    await submitSignIn(page, user);
    await expect(page).toHaveURL("/account");
    expect(await endOfCookie(context, trait.cookie)).toBeGreaterThan(Date.now() / 1000 + 86_400);
  });
});
