import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const timeline = (page: Page) => page.getByRole("region", { name: "As it happens" });
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/refresh");
});

test("says that there is nothing to refresh where there is not, and what happens instead", async ({
  page,
  strategy,
}) => {
  const nothing = page.getByRole("region", { name: "There is nothing to refresh here" });
  await expect(nothing).toHaveCount(strategy === "hybrid" ? 0 : 1);
  await expect(timeline(page)).toHaveCount(strategy === "hybrid" ? 1 : 0);
  if (strategy === "hybrid") return;
  await expect(nothing).toContainText("next renewal");
  expect((await page.request.post("/demo/api/refresh", { data: { action: "end" } })).status()).toBe(
    409,
  );
});

test.describe("with two tokens", () => {
  test.beforeEach(async ({ page, strategy }) => {
    test.skip(strategy !== "hybrid", "there is nothing to refresh");
    await expect(timeline(page)).toContainText("this page was loaded");
  });

  test("a refresh shows, in this tab and in another", async ({ page, context, sessionCookie }) => {
    const before = await sessionCookie();
    const other = await context.newPage();
    await other.goto("/demo/refresh");
    await expect(timeline(other)).toContainText("this page was loaded");
    await press(page, "Refresh now");
    await expect(timeline(page)).toContainText("refreshed by your button");
    await expect(timeline(other)).toContainText("refreshed by another tab");
    expect(await sessionCookie()).not.toBe(before);
    await expectAccessible(page);
  });

  test("an ended access token costs one 401, one refresh, and the same request again", async ({
    page,
    allowConsole,
  }) => {
    allowConsole(/401/);
    await press(page, "Let it end, then ask");
    const lines = timeline(page).getByRole("listitem");
    await expect(lines).toHaveText([
      /asked \/api\/me200/,
      /refreshed by your button, in \d+ ms200/,
      /asked \/api\/me401/,
      /the lab put an access token/,
      /this page was loaded/,
    ]);
  });

  test("a page takes one trip through the refresh route, and comes back", async ({ page }) => {
    // The prefetch of a link takes the trip as well, and would be the first.
    await page.waitForLoadState("networkidle");
    await press(page, "Let it end, then load the page");
    await expect(timeline(page)).toContainText(/by way of the refresh route: 2 redirects, \d+ ms/);
    await expect(page).toHaveURL("/demo/refresh");
  });

  test("twenty at once are one rotation with one successor", async ({ page }) => {
    await press(page, "Ask 20 at once");
    const panel = page.getByRole("region", { name: "20 at once" });
    await expect(panel).toContainText(/20 of 20, in \d+ ms/);
    await expect(panel).toContainText(/rotations\s*1\s*refresh tokens handed out\s*1, \w{8} each/);
  });
});
