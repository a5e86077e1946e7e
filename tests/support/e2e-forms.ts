import { expect, type Locator, type Page } from "@playwright/test";

/** The field with this label. Only a visible one, because Next.js keeps previous pages hidden in the document. */
export function field(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true }).filter({ visible: true });
}

/** Fills in and sends the form of the sign-in page. */
export async function submitSignIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await waitForPage(page, "Sign in");
  await field(page, "Email").fill(email);
  await field(page, "Password").fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Fills in and sends the form of the sign-up page. */
export async function submitSignUp(
  page: Page,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<void> {
  await waitForPage(page, "Sign up");
  await field(page, "Name").fill(name);
  await field(page, "Email").fill(email);
  await field(page, "Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

/** Signs up, with the link of the mail if the app sends one. Ends on the account page. */
export async function signUp(
  page: Page,
  account: { name: string; email: string; password: string },
): Promise<void> {
  await submitSignUp(page, account);
  // #region email
  const sent = page.getByText("A mail is on its way to this address.");
  // Without JavaScript, a page that waits for the database shows only its heading.
  await expect(sent.or(page.getByRole("heading", { name: "Your account" }))).toBeVisible();
  if (await sent.isVisible()) {
    await page.goto(await mailedLink(page, account.email));
    await field(page, "Password").fill(account.password);
    await page.getByRole("button", { name: "Create account" }).click();
  }
  // #endregion
  await expect(page).toHaveURL("/account");
}

// #region email
/** The link in the newest mail to this address, which may still be on its way. */
export async function mailedLink(page: Page, to: string, subject = /./): Promise<string> {
  let link = "";
  await expect(async () => {
    const answer = await page.request.get(`/demo/api/mailbox?${new URLSearchParams({ to })}`);
    const mails: { subject: string; link: string }[] = await answer.json();
    link = mails.find((mail) => subject.test(mail.subject))?.link ?? "";
    expect(link).not.toBe("");
  }).toPass();
  return link;
}
// #endregion

/** Both forms have fields with the same names, so wait until the page has changed. */
async function waitForPage(page: Page, heading: string) {
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
}
