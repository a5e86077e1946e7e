import { experiments } from "../../../app/demo/experiments";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

test.describe("the menu of the lab", { tag: "@once" }, () => {
  test("links to every experiment and marks the current page", async ({ page }) => {
    await page.goto("/demo");
    const menu = page.getByRole("navigation", { name: "Lab" });
    for (const { path, name } of experiments) {
      await menu.getByRole("link", { name }).click();
      await expect(page).toHaveURL(path);
      await expect(menu.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
  });

  test("marks tried experiments permanently in this browser", async ({ page }) => {
    const menu = page.getByRole("navigation", { name: "Lab" });
    const ticked = () => menu.getByRole("link", { name: "(tried)" });
    await page.goto("/demo/compare");
    await expect(menu.getByRole("link", { name: "Compare" })).toBeVisible();
    await expect(ticked()).toHaveCount(0);
    await page.getByRole("main").getByRole("button", { name: "Play" }).click();
    await expect(ticked()).toHaveText([/Compare/]);
    await page.goto("/demo/report");
    await expect(ticked()).toHaveText([/Compare/, /Report/]);
  });

  test("works without browser storage", async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    await page.goto("/demo/report");
    const menu = page.getByRole("navigation", { name: "Lab" });
    await expect(menu.getByRole("link", { name: "(tried)" })).toHaveText([/Report/]);
  });
});

test.describe("on a phone", { tag: "@once" }, () => {
  test.use({ viewport: { width: 390, height: 800 } });

  test("the menu opens by a button and closes on the next page", async ({ page }) => {
    await page.goto("/demo/roles");
    const menu = page.getByRole("navigation", { name: "Lab" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(menu).toBeHidden();
    const button = page.getByRole("main").locator("summary").first();
    await button.press("Enter");
    await expect(menu).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(button).toBeFocused();
    await button.click();
    await menu.getByRole("link", { name: "Theft" }).click();
    await expect(page).toHaveURL("/demo/theft");
    await expect(menu).toBeHidden();
    await expect(page.getByRole("main").locator("summary").first()).toContainText("Theft");
  });

  test("the heading of an experiment is near the top", async ({ page }) => {
    await page.goto("/demo/roles");
    const box = await page.getByRole("heading", { level: 1 }).boundingBox();
    expect(box?.y).toBeLessThan(140);
  });
});
