import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const stage = (page: Page) => page.getByRole("region", { name: "The experiment" });
const log = (page: Page) => page.getByRole("list", { name: "Log" });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/refresh");
  await expect(log(page)).toContainText("This page: loaded");
});

test("without refresh tokens the page says so, and what happens instead", async ({
  page,
  trait,
}) => {
  await expect(stage(page).getByText("nothing to refresh")).toHaveCount(
    trait.refreshCookie ? 0 : 1,
  );
  await expect(page.getByRole("button", { name: "Refresh now" })).toHaveCount(
    trait.refreshCookie ? 1 : 0,
  );
  if (trait.refreshCookie) return;
  await expect(stage(page)).toContainText("next renewal");
  expect((await page.request.post("/demo/api/refresh", { data: { action: "end" } })).status()).toBe(
    409,
  );
});

test("twenty parallel refreshes are one rotation with one successor", async ({ page }) => {
  await press(page, "Refresh 20 times at once");
  const pane = page.getByRole("region", { name: "20 at once" });
  await expect(pane).toContainText("1 rotation, 1 successor");
  await expect(pane).toContainText(/20 of 20 got new tokens, in \d+ ms. All of them got \w{8}/);
  await expectAccessible(page);
});

test.describe("with two tokens", () => {
  test.beforeEach(({ trait }) => {
    test.skip(!trait.refreshCookie, "there is nothing to refresh");
  });

  test("a refresh is shown in this tab and in another one", async ({
    page,
    context,
    sessionCookie,
  }) => {
    const before = await sessionCookie();
    const other = await context.newPage();
    await other.goto("/demo/refresh");
    await expect(log(other)).toContainText("This page: loaded");
    await press(page, "Refresh now");
    await expect(log(page)).toContainText(/Your button: POST .api.session.refresh → 200/);
    await expect(log(other)).toContainText("Another tab: refreshed");
    expect(await sessionCookie()).not.toBe(before);
  });

  test("an expired access token causes one 401, one refresh, and a repeated request", async ({
    page,
    allowConsole,
  }) => {
    allowConsole(/401/);
    await press(page, "Expire the access token, then send a request");
    await expect(stage(page)).toContainText("one 401, one refresh");
    await expect(log(page).getByRole("listitem")).toContainText([
      "This page: loaded",
      "You: expire the access token, then send a request",
      "The lab: replaced your access token with an expired one",
      "Your button: GET /api/me → 401",
      "Your button: POST /api/session/refresh → 200",
      "Your button: GET /api/me → 200",
    ]);
  });

  test("a page is redirected once through the refresh route and back", async ({ page }) => {
    // The prefetch of a link is redirected too, and would come first.
    await page.waitForLoadState("networkidle");
    await press(page, "Expire the access token, then load the page");
    await expect(log(page)).toContainText(/through the refresh route, with 2 redirects/);
    await expect(page).toHaveURL("/demo/refresh");
  });
});
