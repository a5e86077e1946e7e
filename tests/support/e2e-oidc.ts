import { expect, type Page } from "@playwright/test";

export { oidcSettings, startOidcProvider } from "./oidc";

/** On the provider's own page: signs in as `login`, "name" or "name:email" (see oidc-accounts.mjs). */
export async function signInAtProvider(page: Page, login: string): Promise<void> {
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
  await page.getByLabel("Account").fill(login);
  await page.getByRole("button", { name: "Continue" }).click();
}
