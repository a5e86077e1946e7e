import { expect, test } from "../../support/e2e-test";

// The server runs only a few moves at once.
test.describe.configure({ mode: "default" });

const pairs = [
  ["jwt", "database"],
  ["hybrid", "denylist"],
] as const;

for (const [from, to] of pairs)
  test(`225 browsers move from ${from} to ${to}, and nobody is signed out`, async ({ page }) => {
    await page.goto("/demo/move");
    for (const [label, name] of [
      ["from", from],
      ["to", to],
    ] as const) {
      const list = page.getByRole("combobox", { name: label, exact: true });
      await list.selectOption({ label: name });
    }
    await page.getByRole("button", { name: "Play" }).click();
    const main = page.getByRole("main");
    // Each move is hundreds of requests.
    await expect(main).toContainText(`Phase 3: ${from} is no longer accepted.`, {
      timeout: 240_000,
    });
    await expect(main).toContainText("225 of 225 signed out");
    const figure = (name: string | RegExp) =>
      page.locator("dl > div").filter({ hasText: name }).locator("dd");
    await expect(figure("sessions exchanged")).toHaveText("225");
    await expect(figure(/^0signed out$|^signed out/)).toHaveText("0");
    await expect(figure("not exchanged yet")).toHaveText("0");
    await expect(figure("copies of old cookies")).toHaveText("3");
    await expect(main).toContainText("server 3");
  });
