// A page acts only for the user to whom it was shown, even if another tab has signed in as another user.
import type { Page } from "@playwright/test";
import { catchAction } from "../support/e2e-actions";
import type { TestUser } from "../support/e2e-database";
import { field, submitSignIn } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

const dialog = (page: Page) =>
  page.getByRole("dialog", { name: "Another account is signed in now" });
const notDone = (page: Page) =>
  page.getByText("Nothing was done: another account is signed in now.");
const NEW_PASSWORD = "a new one, and long enough";

async function signInAgain(page: Page, user: TestUser) {
  await expect(dialog(page).getByLabel("Email")).toHaveValue(user.email);
  await dialog(page).getByLabel("Password").fill(user.password);
  await dialog(page).getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog(page)).toBeHidden();
}

async function whoIsSignedIn(page: Page): Promise<string> {
  return (await (await page.request.get("/api/me")).json()).user.id;
}

async function fillPasswords(page: Page, user: TestUser) {
  await page.goto("/account");
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill(NEW_PASSWORD);
}

const changePassword = (page: Page) =>
  page.getByRole("button", { name: "Change password" }).click();

test("a password form changes only the password of its own user", async ({
  page,
  context,
  user,
  database,
  signInAs,
  newClient,
}) => {
  const other = await database.createUser();
  await signInAs(user);
  await fillPasswords(page, user);

  const tab = await context.newPage();
  await tab.goto("/account");
  await tab.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await tab.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
  await submitSignIn(tab, other);
  await expect(tab).toHaveURL("/account");

  await changePassword(page);
  await expect(dialog(page)).toBeVisible();
  expect((await newClient().signIn(other)).text, "as before").not.toContain("error");
  await signInAgain(page, user);
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  expect((await newClient().signIn(other)).text, "as before").not.toContain("error");
  expect((await newClient().signIn(user)).text).toContain("CredentialsSignin");
  expect((await newClient().signIn({ ...user, password: NEW_PASSWORD })).text).not.toContain(
    "error",
  );
});

test("without a sign-in as the page's owner nothing is sent, and the input is kept", async ({
  page,
  user,
  database,
  signInAs,
}) => {
  const other = await database.createUser();
  await signInAs(user);
  await fillPasswords(page, user);
  await signInAs(other);
  await changePassword(page);
  await dialog(page).getByRole("button", { name: "Not now" }).click();
  await expect(
    page.getByText("Nothing was sent: this page belongs to another account"),
  ).toBeVisible();
  await expect(field(page, "Current password")).toHaveValue(user.password);
  await expect(field(page, "New password")).toHaveValue(NEW_PASSWORD);
  expect(await whoIsSignedIn(page)).toBe(other.id);
});

test("ending all other sessions does not end sessions of the other user", async ({
  page,
  user,
  database,
  signInAs,
  newClient,
  trait,
  stored,
}) => {
  test.skip(!trait.canList, "There is no list of sessions.");
  const other = await database.createUser();
  for (const someone of [user, user, other]) await newClient().signIn(someone);
  await signInAs(user);
  await page.goto("/account");
  await signInAs(other);
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(dialog(page)).toBeVisible();
  expect(await stored.idsOf(other)).toHaveLength(2);
  await signInAgain(page, user);
  await expect(page.getByText("Sessions ended: 2")).toBeVisible();
  expect(await stored.idsOf(user)).toHaveLength(1);
});

for (const role of ["user", "admin"] as const)
  test(`an admin's page cannot change or disable users as another ${role}`, async ({
    page,
    user,
    database,
    signInAs,
  }) => {
    const admin = await database.createUser({ role: "admin" });
    const other = await database.createUser({ role });
    const stored = async () => {
      const [row] = await database.sql<object>(
        `SELECT role, "disabledAt" FROM "User" WHERE id = $1`,
        [user.id],
      );
      return row;
    };
    await signInAs(admin);
    await page.goto("/admin");
    await signInAs(other);
    await page.getByRole("row", { name: user.email }).getByRole("button").click();
    await dialog(page).getByRole("button", { name: "Not now" }).click();
    await expect(page.getByText("Nothing was sent")).toBeVisible();
    expect(await stored()).toEqual({ role: "user", disabledAt: null });

    await signInAs(admin);
    await page.goto(`/admin/users/${user.id}`);
    await signInAs(other);
    await page.getByRole("button", { name: "Disable this user" }).click();
    await expect(dialog(page)).toBeVisible();
    expect(await stored()).toEqual({ role: "user", disabledAt: null });
    await signInAgain(page, admin);
    await expect(page.getByRole("button", { name: "Enable this user" })).toBeVisible();
    expect(await stored()).toEqual({ role: "user", disabledAt: expect.any(Date) });
  });

test("signing out from another user's page ends no session and shows a message", async ({
  page,
  user,
  database,
  signInAs,
}) => {
  const other = await database.createUser();
  await signInAs(user);
  await page.goto("/account");
  await signInAs(other);
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(notDone(page)).toBeVisible();
  expect(await whoIsSignedIn(page)).toBe(other.id);
  // From the user's own page it works.
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("another user's page and a guest's page do not redirect to a provider", async ({
  page,
  context,
  user,
  database,
  signInAs,
}) => {
  const other = await database.createUser();
  const guest = await context.newPage();
  await guest.goto("/sign-in");
  await signInAs(user);
  await page.goto("/account");
  await signInAs(other);
  await guest.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await expect(guest.getByText("Nothing was sent")).toBeVisible();
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await expect(dialog(page)).toBeVisible();
  await expect(page).toHaveURL("/account");
});

test("a script of another user's page gets 409", async ({ page, user, database, signInAs }) => {
  const other = await database.createUser();
  await signInAs(other);
  const ask = (shownTo: TestUser) =>
    page.request.post("/api/token", {
      data: { audience: "https://service.example" },
      headers: { "x-shown-to": shownTo.id },
    });
  expect((await ask(user)).status()).toBe(409);
  expect((await ask(other)).status()).toBe(200);
});

// #region demo
test("a form without the field is refused", async ({ page, user, signInAs, newClient }) => {
  await signInAs(user);
  await page.goto("/demo/form");
  await page.getByLabel("Title").fill("Coffee");
  await page.getByLabel("What happened").fill("It was a large one.");
  const action = await catchAction(page, () => page.getByRole("button", { name: "Send" }).click());
  const client = newClient();
  await client.signIn(user);
  expect((await action.resend(client)).text).toContain("Arrived");
  expect((await action.resend(client, {}, null)).text).toContain("needs <ShownTo>");
});
// #endregion
