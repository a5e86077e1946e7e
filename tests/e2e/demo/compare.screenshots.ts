// The README's picture of the comparison: a story, with every lane that there can be.
import { startApp } from "../../support/e2e-app";
import { getStage } from "../../support/e2e-stage";
import { test } from "../../support/e2e-test";

test("docs/images/compare.png", async ({ browser }) => {
  const REDIS_URL = process.env.TEST_REDIS_URL;
  if (!REDIS_URL) throw new Error("TEST_REDIS_URL is not set → one lane would be missing");
  const DATABASE_URL = getStage().strategies.jwt.databaseUrl;
  const app = await startApp({ env: { AUTH_STRATEGY: "jwt", DATABASE_URL, REDIS_URL } });
  try {
    const page = await browser.newPage({
      viewport: { width: 1240, height: 800 },
      deviceScaleFactor: 1.5,
      colorScheme: "light",
    });
    await page.goto(`${app.url}/demo/compare`);
    await page.getByText("Measured just now").waitFor();
    const end = await page.getByRole("region", { name: "Write your own" }).boundingBox();
    await page.screenshot({
      path: "docs/images/compare.png",
      fullPage: true,
      clip: { x: 0, y: 0, width: 1240, height: end?.y ?? 800 },
    });
    await page.close();
  } finally {
    await app.stop();
  }
});
