import { once } from "node:events";
import { expect, type Page } from "@playwright/test";
import { startNode } from "../../scripts/lib/run.mjs";
import { clientId, clientSecret } from "./oidc-accounts.mjs";

/** Starts the test provider. `env` is what the app needs in order to use it. */
export async function startOidcProvider() {
  const child = startNode(["tests/support/oidc-provider.mjs"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("The provider has no output");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const issuer = line.toString().trim();
  return {
    issuer,
    env: oidcSettings(issuer),
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

/** The app's settings for the provider at `issuer`. */
export const oidcSettings = (issuer: string) => ({
  AUTH_OIDC_ISSUER: issuer,
  AUTH_OIDC_ID: clientId,
  AUTH_OIDC_SECRET: clientSecret,
});

/** On the provider's own page: signs in as `login`, "name" or "name:email" (see oidc-accounts.mjs). */
export async function signInAtProvider(page: Page, login: string): Promise<void> {
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
  await page.getByLabel("Account").fill(login);
  await page.getByRole("button", { name: "Continue" }).click();
}
