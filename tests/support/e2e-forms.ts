import { expect, type Locator, type Page } from "@playwright/test";

/** The field with this label. Only a visible one: Next.js keeps the pages before in the document, hidden. */
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

/** The two forms have fields of the same names: until the page has changed, they would be the other one's. */
async function waitForPage(page: Page, heading: string) {
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
}
