// Every page for a guest and for an admin, light and dark, on a desktop and on a phone: .data/screenshots, to be looked at.
import { pages } from "../../support/e2e-pages";
import { expect, test } from "../../support/e2e-test";

const folder = ".data/screenshots";

for (const who of ["guest", "admin"] as const)
  for (const path of pages)
    test(`${path} for ${who}`, async ({ page, database, signInAs }) => {
      if (who === "admin") await signInAs(await database.createUser({ role: "admin" }));
      for (const width of [1280, 390])
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
          await page.goto(path);
          await page.waitForLoadState("networkidle");
          await expect(page.getByText(/^(Loading|Asking|Playing it)/)).toHaveCount(0);
          const name = path.slice(1).replaceAll("/", "-") || "home";
          await page.screenshot({
            path: `${folder}/${name}-${who}-${width}-${colorScheme}.png`,
            fullPage: true,
          });
        }
    });
