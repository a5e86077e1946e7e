import { experiments } from "../../../app/demo/experiments";
import { strategyNames } from "../../../lib/session/strategies";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

test.describe("the start page", { tag: "@once" }, () => {
  test("plays a story once automatically, also for guests", async ({ page }) => {
    await page.goto("/");
    const main = page.getByRole("main");
    await expect(main.getByRole("button", { name: "Pause" })).toBeVisible();
    await expect(main.getByRole("button", { name: "Play" })).toBeVisible();
    await expect(main.getByText("Measured just now")).toBeVisible();
    for (const name of strategyNames)
      await expect(
        main.getByRole("list", { name: "Strategies" }).getByText(name, { exact: true }),
      ).toBeVisible();
    await main.getByRole("button", { name: "A long lunch" }).click();
    await expect(main.getByText(/Measured just now: 6 h/)).toBeVisible();
    await expect(main.getByRole("button", { name: "Play" })).toBeVisible();
    await main.getByRole("link", { name: "Change this story" }).click();
    await expect(page).toHaveURL(/\/demo\/compare#length=21600/);
    await expect(page.getByRole("button", { name: "A long lunch" })).toHaveAttribute(
      "aria-pressed",
      "false",
    );
  });

  test("shows no animation with reduced motion", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto("/");
    await expect(page.getByText("Measured just now")).toBeVisible();
    await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
  });

  test("links every cell of the trade-off table to its experiment", async ({ page }) => {
    await page.goto("/");
    const table = page.getByRole("region", { name: "Trade-offs" });
    const rows = await table.getByRole("rowheader").count();
    const links = await table
      .getByRole("link")
      .evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
    expect(rows).toBeGreaterThan(5);
    expect(links.length).toBeGreaterThanOrEqual(rows * strategyNames.length);
    for (const href of links) expect(experiments.map(({ path }) => path)).toContain(href);
  });

  test("copies a command", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto("/");
    await page.getByRole("button", { name: "Copy: npm run keep -- database", exact: true }).click();
    await expect(page.getByText("Copied.")).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "npm run keep -- database",
    );
  });

  test("is accessible, and fits a phone", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto("/");
    await expect(page.getByText("Measured just now")).toBeVisible();
    const overhang = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overhang).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
});

test.describe("without JavaScript", { tag: "@once" }, () => {
  test.use({ javaScriptEnabled: false });

  test("the start page shows the trade-offs", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("region", { name: "Trade-offs" })).toContainText("hybrid");
  });
});

test("one click on the sign-in page signs in as a demo user and returns to the page", async ({
  page,
}) => {
  await page.goto("/demo/roles");
  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign in as Uma, user" }).click();
  await expect(page).toHaveURL("/demo/roles");
  await expect(page.getByRole("banner")).toContainText("Uma User");
});
