// AUTH_STRATEGY=jwt with no database at all: sign-in is the provider's, and pages that need rows say so.
import { expectAccessible } from "../support/e2e-accessibility";
import { type App, startApp } from "../support/e2e-app";
import { oidcSettings, signInAtProvider } from "../support/e2e-oidc";
import { getStage } from "../support/e2e-stage";
import { test as base, expect } from "../support/e2e-test";

const test = base.extend<object, { app: App }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here
    async ({}, use) => {
      const app = await startApp({
        env: { AUTH_STRATEGY: "jwt", ...oidcSettings(getStage().oidcIssuer) },
      });
      await use(app);
      await app.stop();
    },
    { scope: "worker" },
  ],
  appUrl: [async ({ app }, use) => use(app.url), { scope: "worker" }],
});

// In one worker, which has one such app.
test.describe.configure({ mode: "default" });

test("one signs in through the provider, and stays the same person", async ({
  page,
  newBrowser,
}) => {
  const ids: string[] = [];
  const login = `rowless-${crypto.randomUUID()}`;
  for (const tab of [page, await (await newBrowser()).newPage()]) {
    await tab.goto("/account");
    await expect(tab.getByText("Sign-in with email and password is off")).toBeVisible();
    await tab.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
    await signInAtProvider(tab, login);
    await expect(tab).toHaveURL("/account");
    await expect(tab.getByRole("region", { name: "You" })).toContainText(`Provider's ${login}`);
    ids.push((await (await tab.request.get("/api/me")).json()).user.id);
  }
  expect(ids[1]).toBe(ids[0]);
});

test("pages that need rows say so", async ({ page, newClient }) => {
  expect((await newClient().get("/api/health")).json()).toEqual({
    ok: true,
    strategy: "jwt",
    database: "off",
    redis: "off",
  });
  await page.goto("/sign-up");
  await expect(page.getByText("Accounts with a password need a database.")).toBeVisible();

  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await signInAtProvider(page, `rowless-${crypto.randomUUID()}`);
  await expect(page.getByRole("region", { name: "Password" })).toContainText("need a database");
  await expect(page.getByRole("region", { name: "Connected accounts" })).toContainText(
    "need a database",
  );
  await expectAccessible(page);
  await page.goto("/admin");
  await expect(page.getByText("This page needs a database.")).toBeVisible();
  await expectAccessible(page);
});

test("a password signs nobody in, and that is no error", async ({ newClient, trait }) => {
  const client = newClient();
  const answer = await client.signIn({ email: "user@example.com", password: "x" });
  expect(answer.status).toBeLessThanOrEqual(503);
  expect(answer.status).not.toBe(500);
  expect(client.cookies.has(trait.cookie)).toBe(false);
});

test("update() keeps what the provider said", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await signInAtProvider(page, `rowless-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
  const before = await (await page.request.get("/api/me")).json();
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const data = { csrfToken, data: { role: "admin" } };
  const { user } = await (await page.request.post("/api/auth/session", { data })).json();
  expect(user).toEqual(before.user);
});
