// Requirements for every page, as a guest and as an admin: it is accessible in light and dark, has no layout shift,
// needs no horizontal scrolling on the smallest phone, sends little, and causes no console errors.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/e2e-accessibility";
import { pages } from "../support/e2e-pages";
import { expect, test } from "../support/e2e-test";

/** The limit of Core Web Vitals for "good" is 0.1. */
const MOST_SHIFT = 0.02;
/** Of scripts and styles together, compressed. */
const MOST_BYTES = 450_000;

declare global {
  interface Window {
    shifts: { value: number; moved: string[] }[];
  }
}

/** Records layout shifts without user input. */
async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Element | null }[];
      })[])
        if (!entry.hadRecentInput)
          window.shifts.push({
            value: entry.value,
            moved: entry.sources.map(
              ({ node }) => `${node?.nodeName} ${node?.textContent?.slice(0, 40)}`,
            ),
          });
    }).observe({ type: "layout-shift", buffered: true });
  });
}

async function settle(page: Page, path: string) {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(200);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.getByText(/^(Loading|Asking|Playing it)/)).toHaveCount(0);
}

async function expectSteady(page: Page) {
  const shifts = await page.evaluate(() => window.shifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  expect(sum, JSON.stringify(shifts, null, 1)).toBeLessThanOrEqual(MOST_SHIFT);
}

/** Drawings follow a new width of the window one frame later. */
async function expectToFit(page: Page) {
  const overhang = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  await expect.poll(overhang, "wider than the screen").toBeLessThanOrEqual(0);
}

for (const who of ["a guest", "an admin"] as const)
  for (const path of pages)
    test(`${path} for ${who}`, async ({ page, database, signInAs, allowConsole }) => {
      // Stories of Compare are played a few at a time, and the page asks again.
      allowConsole(/429 .*\/demo\/api\/compare/);
      if (who === "an admin") await signInAs(await database.createUser({ role: "admin" }));
      await watchShifts(page);

      await page.setViewportSize({ width: 1280, height: 900 });
      await settle(page, path);
      await expectSteady(page);
      await expectAccessible(page);
      const { bytes, paint } = await page.evaluate(() => {
        const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
        return {
          bytes: resources
            .filter(({ initiatorType }) => initiatorType === "script" || initiatorType === "link")
            .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
          paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
        };
      });
      // Times depend on the machine, so they are printed but not checked.
      test.info().annotations.push({
        type: "figures",
        description: `${Math.round(bytes / 1000)} KB of scripts and styles, first paint after ${Math.round(paint)} ms`,
      });
      expect(bytes).toBeLessThanOrEqual(MOST_BYTES);

      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 390, height: 844 });
      await settle(page, path);
      await expectSteady(page);
      await expectAccessible(page);

      await page.setViewportSize({ width: 320, height: 640 });
      await expectToFit(page);
    });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const who of ["a guest", "an admin"] as const)
    test(`every form that can be sent has an action for the browser, for ${who}`, async ({
      page,
      database,
      signInAs,
    }) => {
      const admin = await database.createUser({ role: "admin" });
      if (who === "an admin") await signInAs(admin);
      const own = pages.filter((path) => !path.startsWith("/demo"));
      for (const path of [...own, `/admin/users/${admin.id}`]) {
        await page.goto(path);
        // React writes such an action for a function that is not a server action.
        const deaf = page.locator(
          ':is(form:not([action]), form[action^="javascript:"]):has([type="submit"]:enabled)',
        );
        await expect(deaf, path).toHaveCount(0);
      }
    });
});
