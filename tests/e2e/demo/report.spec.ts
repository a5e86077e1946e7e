import { existsSync, readFileSync } from "node:fs";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const own = ".data/compare.json";
const sample = "docs/compare.json";

interface Report {
  machine: { cpu: string };
  strategies: Record<string, { cookieBytes: number; databaseDown: string }>;
}
const read = (file: string): Report => JSON.parse(readFileSync(file, "utf8"));

test("the report draws the last run, or the sample, with every figure in words", async ({
  page,
}) => {
  const { strategies, machine } = read(existsSync(own) ? own : sample);
  await page.goto("/demo/report");
  await expect(page.getByRole("figure")).toHaveCount(6);
  const main = page.getByRole("main");
  for (const [name, { cookieBytes, databaseDown }] of Object.entries(strategies)) {
    const bytes = page.getByRole("figure").filter({ hasText: "The session cookie" });
    await expect(bytes).toContainText(`${name.replace("+", " + ")}${cookieBytes} bytes`);
    await expect(main).toContainText(databaseDown);
  }
  await expect(main).toContainText(machine.cpu);
  await expect(page.getByText("npm run compare")).toHaveCount(existsSync(own) ? 0 : 1);
});

test("the report is accessible, and fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto("/demo/report");
  await expect(page.getByRole("figure")).toHaveCount(6);
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.body.scrollWidth - innerWidth);
  expect(overflow, "wider than the screen").toBeLessThanOrEqual(0);
});

test("the sample that comes with the repository has every strategy, with Redis and without", () => {
  const { strategies } = read(sample);
  expect(Object.keys(strategies)).toEqual(["jwt", "database", "database+redis", "hybrid"]);
});
