// Provider tokens: the account page shows whether the server can call the provider, and calls it.
import type { Locator } from "@playwright/test";
import { signInAtProvider } from "../support/e2e-oidc";
import { everythingSent } from "../support/e2e-sent";
import { getStage } from "../support/e2e-stage";
import { test as base, expect } from "../support/e2e-test";
import { revoke } from "../support/oidc";

interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** A user who has signed in through the provider, and what the server has of it now. */
const test = base.extend<{
  login: string;
  tokens: () => Promise<Tokens>;
  connections: Locator;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here
  login: async ({}, use) => use(`tokens-${crypto.randomUUID()}`),
  tokens: async ({ page, database, login }, use) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
    await signInAtProvider(page, login);
    await expect(page).toHaveURL("/account");
    await use(async () => {
      const [row] = await database.sql<Tokens>(
        `SELECT access_token, refresh_token FROM "Account" WHERE "providerAccountId" = $1`,
        [login],
      );
      if (!row) throw new Error("Not connected");
      return row;
    });
  },
  connections: async ({ page }, use) =>
    use(page.getByRole("region", { name: "Connected accounts" })),
});

const check = (connections: Locator) =>
  connections.getByRole("button", { name: "Check now: OpenID Connect" }).click();

test("the server calls the provider with a token that is never sent to the browser", async ({
  page,
  connections,
  tokens,
  database,
}) => {
  const first = await tokens();
  await database.sql(`UPDATE "Account" SET expires_at = 1 WHERE access_token = $1`, [
    first.access_token,
  ]);
  let said = "";
  await page.route("**/account", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const response = await route.fetch();
    said = await response.text();
    return route.fulfill({ response, body: said });
  });
  await check(connections);
  await expect(connections.getByText("It works. The provider knows you as")).toBeVisible();
  expect(said).toContain("It works.");
  const second = await tokens();
  expect(second.access_token).not.toBe(first.access_token);

  const sent = said + (await everythingSent(page));
  for (const token of [first, second].flatMap((pair) => Object.values(pair)))
    expect(sent).not.toContain(token);
});

test("the page reports access that the provider has ended, and connecting again restores it", async ({
  page,
  connections,
  login,
  tokens,
}) => {
  await expect(connections.getByText("The server can call this provider")).toBeVisible();
  const first = await tokens();
  await revoke(getStage().oidcIssuer, first.refresh_token);
  await check(connections);
  await expect(connections.getByText("The provider refused access.")).toBeVisible();
  expect(Object.values(await tokens())).toEqual([null, null]);
  await page.reload();
  await expect(
    connections.getByText("This server can no longer call this provider for you."),
  ).toBeVisible();

  await connections.getByRole("button", { name: "Connect again with OpenID Connect" }).click();
  await signInAtProvider(page, login);
  await expect(connections.getByText("The server can call this provider")).toBeVisible();
  expect((await tokens()).refresh_token).not.toBe(first.refresh_token);
  await check(connections);
  await expect(connections.getByText("It works. The provider knows you as")).toBeVisible();
});
