import type { Page } from "@playwright/test";
import { field } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

const NEW_PASSWORD = "another few words in a row";

test("says who one is and how one is signed in", async ({ page, user, signInAs, strategy }) => {
  await signInAs(user);
  await page.goto("/account");
  const you = page.getByRole("region", { name: "You" });
  for (const fact of [user.name, user.email, user.role, user.id])
    await expect(you).toContainText(fact);
  await expect(page.getByRole("region", { name: "This session" })).toContainText(strategy);
});

test("a password change needs the old one", async ({ page, user, signInAs, newClient }) => {
  await signInAs(user);
  await page.goto("/account");
  await changePassword(page, "not the password", NEW_PASSWORD);
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await expect(field(page, "New password")).toHaveValue("");
  expect((await newClient().signIn(user)).text).not.toContain("error");
});

test("after a password change only the new one signs in", async ({
  page,
  user,
  signInAs,
  newClient,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(
    page.getByRole("status").filter({ hasText: "Your password is changed." }),
  ).toBeVisible();
  expect((await newClient().signIn(user)).text).toContain("CredentialsSignin");
  expect((await newClient().signIn({ ...user, password: NEW_PASSWORD })).text).not.toContain(
    "error",
  );
});

test("a password change ends the other sessions, where they can be ended, and keeps this one", async ({
  page,
  user,
  signInAs,
  newClient,
  trait,
}) => {
  const other = newClient();
  await other.signIn(user);
  await signInAs(user);
  await page.goto("/account");
  await expect(field(page, "Sign out everywhere else")).toHaveCount(trait.canRevoke ? 1 : 0);
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(page.getByRole("main")).toContainText(
    trait.canRevoke ? "Other sessions ended: 1." : "Your password is changed.",
  );

  expect((await other.get("/api/me")).status).toBe(trait.noticesWithin === 0 ? 401 : 200);
  // Where it matters, at once: a role is asked of the database, and so of the session's row.
  expect((await other.get("/admin")).text.includes("/sign-in?callbackUrl=%2Fadmin")).toBe(
    trait.canRevoke,
  );
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("other sessions stay when one wants them to", async ({
  page,
  user,
  signInAs,
  newClient,
  trait,
}) => {
  const other = newClient();
  await other.signIn(user);
  await signInAs(user);
  await page.goto("/account");
  if (trait.canRevoke) await field(page, "Sign out everywhere else").uncheck();
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(page.getByRole("main")).toContainText("Your password is changed.");
  expect((await other.get("/api/me")).status).toBe(200);
});

test("someone who came to be signed out meanwhile is sent to sign in, and nothing changes", async ({
  page,
  user,
  signInAs,
  context,
  newClient,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await expect(field(page, "Current password")).toBeVisible();
  await context.clearCookies();
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Faccount$/);
  expect((await newClient().signIn(user)).text).not.toContain("error");
});

async function changePassword(page: Page, current: string, next: string) {
  await field(page, "Current password").fill(current);
  await field(page, "New password").fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
}
