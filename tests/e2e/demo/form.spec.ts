import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const file = {
  name: "receipt.bin",
  mimeType: "application/octet-stream",
  buffer: randomBytes(50_000),
};
const hash = createHash("sha256").update(file.buffer).digest("hex");
const notSent = "Nothing was sent, because you did not sign in again.";
const dialog = (page: Page) => page.getByRole("dialog", { name: "Your session has ended" });

async function fillIn(page: Page) {
  await page.goto("/demo/form");
  await page.getByLabel("Title").fill("Coffee on the keyboard");
  await page.getByLabel("What happened").fill("It was a large one.\nWith milk.");
  await page.getByLabel("Kind").selectOption("expense");
  await page.getByLabel("It is urgent").check();
  await page.getByLabel(/A file/).setInputFiles(file);
}

async function endSession(page: Page) {
  await page.getByRole("button", { name: "End my session now" }).click();
  await expect(page.getByText("Now send the form.")).toBeVisible();
}

async function signInAgain(page: Page, password: string) {
  await dialog(page).getByLabel("Password").fill(password);
  await dialog(page).getByRole("button", { name: "Sign in", exact: true }).click();
}

function expectAllArrived(page: Page, email: string) {
  return expect(page.getByRole("status").filter({ hasText: "Arrived" })).toHaveText(
    `Arrived from ${email}: “Coffee on the keyboard”, expense, urgent, 31 characters of text ` + // a line of a form ends with CRLF
      `and receipt.bin, 50000 bytes, SHA-256 ${hash}.`,
  );
}

test.beforeEach(async ({ user, signInAs }) => signInAs(user));

test("with a session the form is sent and then empty", async ({ page, user }) => {
  await fillIn(page);
  await page.getByRole("button", { name: "Send" }).click();
  await expectAllArrived(page, user.email);
  await expect(page.getByLabel("Title")).toHaveValue("");
});

test("after the session has ended the form asks to sign in, and then everything is sent", async ({
  page,
  user,
  allowConsole,
}) => {
  allowConsole(/401|404/);
  await fillIn(page);
  await endSession(page);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(dialog(page).getByLabel("Email")).toHaveValue(user.email);
  await expectAccessible(page);

  await signInAgain(page, "not the password");
  await expect(dialog(page).getByRole("alert")).toContainText("not right");
  await signInAgain(page, user.password);
  await expect(dialog(page)).toBeHidden();
  await expectAllArrived(page, user.email);
});

test("if the user cancels, nothing is sent and the input is kept", async ({
  page,
  allowConsole,
}) => {
  allowConsole(/401|404/);
  await fillIn(page);
  await endSession(page);
  await page.getByRole("button", { name: "Send" }).click();
  await dialog(page).getByRole("button", { name: "Not now" }).click();
  await expect(page.getByText(notSent)).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Coffee on the keyboard");
  await expect(page.getByLabel("What happened")).toHaveValue("It was a large one.\nWith milk.");
  await expect(page.getByLabel("Kind")).toHaveValue("expense");
  await expect(page.getByLabel("It is urgent")).toBeChecked();
  expect(
    await page.getByLabel(/A file/).evaluate((input: HTMLInputElement) => input.files?.[0]?.size),
  ).toBe(50_000);
});

test("the input of one user is not sent as another user", async ({
  page,
  database,
  allowConsole,
}) => {
  allowConsole(/401|404/);
  const other = await database.createUser();
  await fillIn(page);
  await endSession(page);
  await page.getByRole("button", { name: "Send" }).click();
  await dialog(page).getByLabel("Email").fill(other.email);
  await signInAgain(page, other.password);
  await expect(dialog(page).getByRole("alert")).toContainText("another account");
  await dialog(page).getByRole("button", { name: "Not now" }).click();
  await expect(page.getByText(notSent)).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Arrived" })).toHaveCount(0);
});

test("a sign-in in another tab is sufficient", async ({
  page,
  context,
  user,
  allowConsole,
  signInAs,
}) => {
  allowConsole(/401|404/);
  await fillIn(page);
  await endSession(page);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(dialog(page)).toBeVisible();
  await signInAs(user, context);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expectAllArrived(page, user.email);
});

test("an invalid field keeps the other input", async ({ page }) => {
  await fillIn(page);
  await page.getByLabel("Title").fill("  ");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Give it a title.")).toBeVisible();
  await expect(page.getByLabel("What happened")).toHaveValue("It was a large one.\nWith milk.");
});
