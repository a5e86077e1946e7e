// AUTH_STRATEGY=jwt without a database: users sign in through a provider, and pages that need rows say so.
import type { Page } from "@playwright/test";
import { createSeal } from "../../lib/session/tokens/seal";
import { expectAccessible } from "../support/e2e-accessibility";
import { type App, AUTH_SECRET, startApp } from "../support/e2e-app";
import { oidcSettings, signInAtProvider } from "../support/e2e-oidc";
import { sendRaw } from "../support/e2e-raw";
import { everythingSent } from "../support/e2e-sent";
import { getStage } from "../support/e2e-stage";
import { test as base, expect } from "../support/e2e-test";
import { revoke } from "../support/oidc";

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

test("a user signs in through the provider and keeps the same id", async ({ page, newBrowser }) => {
  const ids: string[] = [];
  const login = `rowless-${crypto.randomUUID()}`;
  for (const tab of [page, await (await newBrowser()).newPage()]) {
    await tab.goto("/account");
    await expect(tab.getByText("Sign-in with email and password is off")).toBeVisible();
    await tab.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
    await signInAtProvider(tab, login);
    await expect(tab).toHaveURL("/account");
    await expect(tab.getByRole("region", { name: "You", exact: true })).toContainText(
      `Provider's ${login}`,
    );
    ids.push((await (await tab.request.get("/api/me")).json()).user.id);
  }
  expect(ids[1]).toBe(ids[0]);
});

test("pages that need a database say so", async ({ page, newClient }) => {
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

test("a line that Next.js logs contains no control character of a client", async ({ app }) => {
  const unknown: [string, string][] = [
    ["Next-Action", "\x9b2K\x85[audit]"],
    ["Content-Type", "text/plain"],
    ["Content-Length", "0"],
  ];
  await sendRaw(app.url, "/", { method: "POST", headers: unknown });
  await expect.poll(() => app.output()).toContain("[audit]");
  expect(app.output()).not.toMatch(/[\u0080-\u009f]/);
});

// #region provider-tokens
test("the provider's tokens are in a separate encrypted cookie, which is deleted with the session", async ({
  page,
  app,
}) => {
  const login = `rowless-${crypto.randomUUID()}`;
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  const { access_token, refresh_token } = await heldTokens(page);
  const connections = page.getByRole("region", { name: "Connected accounts" });
  await connections.getByRole("button", { name: "Check now: OpenID Connect" }).click();
  await expect(connections.getByText("It works. The provider knows you as")).toBeVisible();

  const sent = await everythingSent(page);
  for (const token of [access_token, refresh_token]) {
    expect(sent).not.toContain(token);
    expect(app.output()).not.toContain(token);
  }

  await revoke(getStage().oidcIssuer, String(refresh_token));
  await connections.getByRole("button", { name: "Check now: OpenID Connect" }).click();
  await expect(connections.getByText("The provider refused access.")).toBeVisible();
  await connections.getByRole("button", { name: "Connect again with OpenID Connect" }).click();
  await signInAtProvider(page, login);
  await expect(connections.getByText("The server can call this provider")).toBeVisible();
  expect((await heldTokens(page)).refresh_token).not.toBe(refresh_token);

  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("provider-tokens");
});

/** The app's cookies in this browser can be read only with the secret. */
async function heldTokens(page: Page) {
  const cookies = await page.context().cookies();
  const cookie = cookies.find(({ name }) => name === "provider-tokens");
  expect(cookie?.httpOnly).toBe(true);
  const { open } = createSeal({ secrets: [AUTH_SECRET], purpose: "provider-tokens" });
  const held = await open(cookie?.value ?? "");
  expect(held?.access_token).toBeTruthy();
  return { access_token: String(held?.access_token), refresh_token: String(held?.refresh_token) };
}

// #endregion
test("a sign-in with a password is refused without an error", async ({ newClient, trait }) => {
  const client = newClient();
  const answer = await client.signIn({ email: "user@example.com", password: "x" });
  expect(answer.status).toBeLessThanOrEqual(503);
  expect(answer.status).not.toBe(500);
  expect(client.cookies.has(trait.cookie)).toBe(false);
});

test("update() keeps the provider's data", async ({ page }) => {
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
