// Signing in with Apple, whose page posts the answer from another site.
import type { Page } from "@playwright/test";
import { type App, startApp } from "../support/e2e-app";
import { signInAtProvider } from "../support/e2e-oidc";
import { test as base, expect } from "../support/e2e-test";
import { startLikeness } from "../support/oidc";

const REROUTE = new URL("../support/reroute.mjs", import.meta.url).href;
const CLOCK = new URL("../support/request-clock.mjs", import.meta.url).href;

const test = base.extend<object, { app: App }>({
  app: [
    async ({ strategy, database }, use) => {
      const apple = await startLikeness("apple");
      const app = await startApp({
        env: {
          ...{ AUTH_STRATEGY: strategy, DATABASE_URL: database.url, ...apple.env },
          REROUTE: JSON.stringify(apple.reroute),
          NODE_OPTIONS: `--import=${CLOCK} --import=${REROUTE}`,
        },
      });
      await use(app);
      await app.stop();
      await apple.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ app }, use) => use(app.url),
});
test.describe.configure({ mode: "default" });

const you = (page: Page) => page.getByRole("region", { name: "You", exact: true });

test("a user signs in with the name and address from Apple", async ({ page }) => {
  const login = `apple-${crypto.randomUUID()}`;
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Apple" }).click();
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  await expect(you(page)).toContainText("Ada Lovelace");
  await expect(you(page)).toContainText(`${login}@provider.example`);
  const left = (await page.context().cookies()).map(({ name }) => name);
  expect(left).not.toContain("authjs.state");
});

test("a signed-in user connects an Apple account", async ({ page, user, signInAs, database }) => {
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect Apple" }).click();
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
  const trip = (await page.context().cookies()).find(({ name }) => name === "authjs.state");
  expect(trip).toMatchObject({ sameSite: "None", secure: true, httpOnly: true });
  await signInAtProvider(page, `apple-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("button", { name: "Disconnect Apple" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Check now: Apple" })).toHaveCount(0);
  await expect(you(page)).toContainText(user.email);
  expect(
    await database.sql(`SELECT provider FROM "Account" WHERE "userId" = $1`, [user.id]),
  ).toEqual([{ provider: "apple" }]);
});

test("a user who cancels gets a message", async ({ page, allowConsole }) => {
  allowConsole(/status of 400/); // the provider's page that posts the error
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Apple" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByText("The provider did not sign you in.")).toBeVisible();
});
