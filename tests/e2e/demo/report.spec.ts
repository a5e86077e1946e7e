import { existsSync, readFileSync } from "node:fs";
import { toLag, toOutage } from "../../../app/demo/shared/figures";
import { type Figures, reportSchema } from "../../../app/demo/shared/report-schema";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const own = ".data/compare.json";
const sample = "docs/compare.json";
const read = (file: string) => reportSchema.parse(JSON.parse(readFileSync(file, "utf8")));

test("the report draws the last run, or the sample, with every figure in words", async ({
  page,
}) => {
  const { date, strategies, machine, settings } = read(existsSync(own) ? own : sample);
  const late = (seconds: number | null) => toLag(seconds, settings.watched);
  const charts: Record<string, (figures: Figures) => string> = {
    "A kicked user is out after": ({ kickSeconds }) => late(kickSeconds),
    "A new role shows after": ({ roleSeconds }) => late(roleSeconds),
    "After signing out, a copy is out after": ({ copySeconds }) => late(copySeconds),
    "With the database stopped": ({ databaseDown }) => toOutage(databaseDown, settings.watched),
    "A protected request, over one without auth": ({ costOverPing }) =>
      `${costOverPing.toFixed(2)} times`,
    "A protected request takes": ({ medianMs, p99Ms }) =>
      `${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
    "Calls to a store, per request": ({ sqlPerRequest, redisPerRequest }) =>
      `${sqlPerRequest} SQL, ${redisPerRequest} Redis`,
    "The session cookie, per request": ({ cookieBytes }) => `${cookieBytes} bytes`,
  };
  await page.goto("/demo/report");
  await expect(page.getByRole("figure")).toHaveCount(Object.keys(charts).length);
  for (const [title, show] of Object.entries(charts)) {
    const chart = page
      .getByRole("figure")
      .filter({ has: page.getByRole("heading", { name: title }) });
    const said = Object.entries(strategies).map(
      ([name, figures]) => `${name.replace("+redis", " + Redis")}${show(figures)}`,
    );
    await expect(chart.locator("dl > div")).toHaveText(said);
  }
  const main = page.getByRole("main");
  await expect(main).toContainText(machine.cpu);
  await expect(main.locator(`time[datetime="${date}"]`).first()).toBeVisible();
  await expect(main.getByText("Your last run")).toHaveCount(existsSync(own) ? 1 : 0);
  await expect(main.getByText("This is the sample")).toHaveCount(existsSync(own) ? 0 : 1);
});

test("the report is accessible, and fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto("/demo/report");
  await expect(page.getByRole("figure")).toHaveCount(8);
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.body.scrollWidth - innerWidth);
  expect(overflow, "wider than the screen").toBeLessThanOrEqual(0);
});

test("the sample that comes with the repository has every strategy, with Redis and without", () => {
  const { strategies } = read(sample);
  expect(Object.keys(strategies)).toEqual(["jwt", "database", "database+redis", "hybrid"]);
});
