// Actions that need a recent sign-in: the page asks for the password and then continues.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/e2e-accessibility";
import { withAgedSessions as test } from "../support/e2e-age";
import { field } from "../support/e2e-forms";
import { expect } from "../support/e2e-test";

const NEW_PASSWORD = "another few words in a row";
const dialog = (page: Page) => page.getByRole("dialog", { name: "Confirm that it is you" });

async function fillIn(page: Page, password: string) {
  await field(page, "Current password").fill(password);
  await field(page, "New password").fill(NEW_PASSWORD);
}

const send = (page: Page) => page.getByRole("button", { name: "Change password" }).click();

async function confirm(page: Page, password: string) {
  await dialog(page).getByLabel("Password").fill(password);
  await dialog(page).getByRole("button", { name: "Sign in", exact: true }).click();
}

test("a password change after an hour asks to sign in on the same page, then sends the form", async ({
  page,
  user,
  openLater,
  newClient,
}) => {
  await openLater(user, "/account");
  await fillIn(page, user.password);
  await send(page);
  await expect(dialog(page).getByLabel("Email")).toHaveValue(user.email);
  await expectAccessible(page);
  await confirm(page, "not the password");
  await expect(dialog(page).getByText("Email or password is not right.")).toBeVisible();
  await confirm(page, user.password);
  await expect(
    page.getByRole("status").filter({ hasText: "Your password is changed." }),
  ).toBeVisible();
  expect((await newClient().signIn({ ...user, password: NEW_PASSWORD })).text).not.toContain(
    "error",
  );
});

test("if the user cancels, nothing is sent and the input is kept", async ({
  page,
  user,
  openLater,
  newClient,
}) => {
  await openLater(user, "/account");
  await fillIn(page, user.password);
  await send(page);
  // Switching windows is not a sign-in.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await dialog(page).getByRole("button", { name: "Not now" }).click();
  await expect(
    page.getByText("Nothing was done, because you did not sign in again."),
  ).toBeVisible();
  await expect(field(page, "New password")).toHaveValue(NEW_PASSWORD);
  expect((await newClient().signIn(user)).text).not.toContain("error");
});

test("an admin must confirm their identity before giving access", async ({
  page,
  user,
  database,
  openLater,
}) => {
  const admin = await database.createUser({ role: "admin" });
  await openLater(admin, `/admin/users/${user.id}`);
  await page.getByRole("button", { name: "Disable this user" }).click();
  await confirm(page, admin.password);
  await expect(page.getByRole("button", { name: "Enable this user" })).toBeVisible();
});

test("a form that is sent while the page hydrates also asks to sign in", async ({
  page,
  user,
  database,
  openLater,
}) => {
  const admin = await database.createUser({ role: "admin" });
  await openLater(admin, "/account");
  await page.addInitScript(pressWhileHydrating, "Disable this user");
  for (let n = 0; n < 5; n++) {
    let load = () => {};
    const loaded = new Promise<void>((resolve) => {
      load = resolve;
    });
    await page.route(/_next.*\.js/, async (route) => {
      await loaded;
      await route.continue();
    });
    await page.goto(`/admin/users/${user.id}`, { waitUntil: "commit" });
    await page.getByRole("button", { name: "Disable this user" }).waitFor();
    load();
    // Some presses come too early for React: then the browser sends the form, and the sign-in page asks.
    await expect(dialog(page).or(page.getByText("Sign in again to continue"))).toBeVisible();
    await page.unrouteAll({ behavior: "wait" });
  }
});

/** Presses the button as soon as React has hydrated a part of the page. */
function pressWhileHydrating(label: string) {
  const press = () => {
    const buttons = [...document.querySelectorAll<HTMLElement>("button, a")];
    const hydrated = buttons.some((element) =>
      Object.keys(element).some((key) => key.startsWith("__reactProps")),
    );
    if (hydrated) buttons.find(({ textContent }) => textContent === label)?.click();
    else setTimeout(press);
  };
  press();
}

test("adding a way to sign in or changing the address asks to sign in, then sends the form", async ({
  page,
  user,
  openLater,
}) => {
  await openLater(user, "/account");
  for (const { name, label, button } of [
    // #region passkeys
    { name: "Passkeys", label: "Name of a new passkey", button: "Add a passkey" },
    // #endregion
    // #region email
    { name: "Email address", label: "New address", button: "Change address" },
    // #endregion
  ]) {
    const panel = page.getByRole("region", { name, exact: true });
    await field(page, label).fill("typed@example.com");
    await panel.getByRole("button", { name: button }).click();
    await dialog(page).getByRole("button", { name: "Not now" }).click();
    await expect(panel.getByText("Nothing was done, because you did not sign in")).toBeVisible();
    await expect(field(page, label)).toHaveValue("typed@example.com");
  }
});

test("a sign-in in a new tab counts", async ({ page, context, user, openLater, signInAs }) => {
  await openLater(user, "/account");
  await fillIn(page, user.password);
  await send(page);
  const link = dialog(page).getByRole("link", { name: "Sign in another way, in a new tab" });
  await expect(link).toHaveAttribute("href", "/sign-in?again=true");
  await signInAs(user, context);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(
    page.getByRole("status").filter({ hasText: "Your password is changed." }),
  ).toBeVisible();
});
