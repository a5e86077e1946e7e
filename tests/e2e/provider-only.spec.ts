// Without a database, users sign in through a provider, and the session is only in the cookie.
import { test as base, expect, type Page } from "@playwright/test";
import { type App, startApp } from "../support/e2e-app";
import { oidcSettings, signInAtProvider } from "../support/e2e-oidc";
import { getStage } from "../support/e2e-stage";
import { watchForErrors } from "../support/e2e-watch";

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
  baseURL: async ({ app }, use) => use(app.url),
  page: async ({ page }, use) => {
    const errors = watchForErrors(page.context());
    await use(page);
    expect(errors).toEqual([]);
  },
});

// In one worker, which has one such app.
test.describe.configure({ mode: "default" });

async function signIn(page: Page): Promise<string> {
  const login = `provider-only-${crypto.randomUUID()}`;
  await page.goto("/account?tab=a");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account?tab=a");
  return login;
}

const sessionCookie = async (page: Page) =>
  (await page.context().cookies()).find(({ name }) => name.endsWith("session-token"));

test("a guest signs in through the provider and returns to the page", async ({ page }) => {
  expect((await page.request.get("/api/me")).status()).toBe(401);
  const login = await signIn(page);
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(
    `Provider's ${login}`,
  );
  const me = await page.request.get("/api/me");
  const { user, strategy } = await me.json();
  expect(strategy).toBe("jwt");
  expect(user).toEqual({
    id: `oidc:${login}`,
    name: `Provider's ${login}`,
    email: expect.any(String),
    role: "user",
  });
  const cookie = await sessionCookie(page);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  // Encrypted: five parts of which the second, the key, is empty (RFC 7516 3.1, RFC 7518 4.5).
  expect(cookie?.value.split(".")[1]).toBe("");
  expect(cookie?.value.split(".")).toHaveLength(5);
});

test("signing out deletes the cookie, and the page says that a copy still works", async ({
  page,
  playwright,
  app,
}) => {
  await signIn(page);
  const cookie = await sessionCookie(page);
  const session = page.getByRole("region", { name: "This session" });
  await expect(session).toContainText("A copy of the cookie still works");
  await session.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  expect(await sessionCookie(page)).toBeUndefined();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?/);

  const copy = { cookie: `${cookie?.name}=${cookie?.value}` };
  const thief = await playwright.request.newContext({ baseURL: app.url, extraHTTPHeaders: copy });
  expect((await thief.get("/api/me")).status()).toBe(200);
  await thief.dispose();
});

test("a cookie with one changed character signs nobody in", async ({ page, playwright, app }) => {
  await signIn(page);
  const { name, value } = (await sessionCookie(page)) ?? { name: "", value: "" };
  const forged = `${value.slice(0, -1)}${value.endsWith("A") ? "Q" : "A"}`;
  const cookie = { cookie: `${name}=${forged}` };
  const forger = await playwright.request.newContext({
    baseURL: app.url,
    extraHTTPHeaders: cookie,
  });
  expect((await forger.get("/api/me")).status()).toBe(401);
  const page2 = await forger.get("/account", { maxRedirects: 0 });
  expect(page2.headers().location).toContain("/sign-in?callbackUrl=%2Faccount");
  await forger.dispose();
});
