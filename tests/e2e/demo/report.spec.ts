import { existsSync, readFileSync } from "node:fs";
import { type Told, toLag, toOutage, toRange } from "../../../app/demo/shared/figures";
import { type Figures, reportSchema } from "../../../app/demo/shared/report-schema";
import { strategyNames } from "../../../lib/session/strategies";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const own = ".data/compare.json";
const sample = "docs/compare.json";
const accessOf = (name: string) => (name === "hybrid" ? 15 * 60 : null);
const read = (file: string) => reportSchema.parse(JSON.parse(readFileSync(file, "utf8")));

test("the report shows the last run or the sample, with every figure as text", async ({ page }) => {
  const { date, strategies, machine, settings } = read(existsSync(own) ? own : sample);
  /** In words, with the life of an access token in the app: the default. */
  const told = ({ text, measured }: Told) => text + (measured ?? "");
  const late = (seconds: number | null, name: string) => toLag(seconds, settings, accessOf(name));
  const charts: Record<string, (figures: Figures, name: string) => string> = {
    "An ended session is refused after": ({ kickSeconds }, name) => told(late(kickSeconds, name)),
    "A new role is seen after": ({ roleSeconds }, name) => told(late(roleSeconds, name)),
    "After sign-out, a copied cookie is refused after": ({ copySeconds }, name) =>
      told(late(copySeconds, name)),
    "With the database stopped": ({ databaseDown }, name) =>
      told(toOutage(databaseDown, settings, accessOf(name))),
    "A protected request, compared with one without auth": ({ costOverPing }) =>
      `${toRange(costOverPing)} times`,
    "A protected request takes": ({ medianMs }) => `${toRange(medianMs)} ms`,
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
      ([name, figures]) => `${name.replace("+redis", " + Redis")}${show(figures, name)}`,
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
  const variants = strategyNames.flatMap((name) =>
    name === "database" ? [name, `${name}+redis`] : [name],
  );
  expect(Object.keys(strategies)).toEqual(variants);
});

test("the length of a bar is proportional to its time", async ({ page }) => {
  const { strategies, settings } = read(existsSync(own) ? own : sample);
  await page.goto("/demo/report");
  const chart = page.getByRole("figure").filter({ hasText: "With the database stopped" });
  const lengths = await chart
    .locator("[data-bar]")
    .evaluateAll((bars) => bars.map((bar) => bar.lastElementChild?.clientWidth ?? 0));
  const seconds = Object.values(strategies).map(
    ({ databaseDown }) => databaseDown.servedSeconds ?? settings.watchedDown,
  );
  for (const [n, length] of lengths.entries())
    for (const [m, other] of lengths.entries())
      if ((seconds[n] ?? 0) > (seconds[m] ?? 0)) expect(length).toBeGreaterThanOrEqual(other);
});
