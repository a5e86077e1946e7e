import { existsSync, readFileSync } from "node:fs";
import { sourceFiles, strategyFile, wordsFile } from "../../../app/demo/shared/shown-code";
import { strategyNames } from "../../../lib/session/strategies";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const pages = [
  "/demo",
  "/demo/compare",
  "/demo/inspector",
  "/demo/cookie-size",
  "/demo/roles",
  "/demo/sign-out-elsewhere",
  "/demo/form",
  "/demo/step-up",
  "/demo/service-token",
  "/demo/time-limits",
  "/demo/refresh",
  "/demo/theft",
  "/demo/device-limit",
  "/demo/outage",
  "/demo/private-cache",
];

/** The pages find the words of a strategy by the name of their file. */
const undescribed = strategyNames.filter((name) => !existsSync(wordsFile(name)));

/** These need no session. */
const open = ["/demo", "/demo/compare"];

for (const path of pages) {
  test(`${path} is accessible, fits a phone, and contains no token`, async ({
    page,
    user,
    signInAs,
    sessionCookie,
    strategy,
  }) => {
    await signInAs(user);
    await page.setViewportSize({ width: 390, height: 800 });
    const document = page.waitForResponse((response) => response.url().endsWith(path));
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const mark = page.getByText("running now");
    await expect(mark).toHaveCount(1);
    await expect(page.locator(`[data-strategy=${strategy}]`).filter({ has: mark })).not.toHaveCount(
      0,
    );
    await expect(page.getByText("Asking…")).toHaveCount(0);
    // Its colours and its structure are the same under the others: every page names all of them.
    if (strategy === strategyNames[0]) await expectAccessible(page);

    const overflow = await page.evaluate(() => globalThis.document.body.scrollWidth - innerWidth);
    expect(overflow, "wider than the screen").toBeLessThanOrEqual(0);

    const cookie = await sessionCookie();
    expect(cookie).toBeTruthy();
    expect(await (await document).text()).not.toContain(cookie?.slice(0, 12));
    expect(await page.content()).not.toContain(cookie?.slice(0, 12));
  });

  test(`${path} explains itself to guests`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByText("running now")).toHaveCount(1);
    if (!open.includes(path))
      await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute(
        "href",
        `/sign-in?${new URLSearchParams({ callbackUrl: path })}`,
      );
  });
}

test("every page shows its listed files, and no other file can be read", {
  tag: "@once",
}, async ({ page, request, allowConsole }) => {
  const shown = new Set<string>();
  for (const path of [...pages.slice(1), "/demo/choose", "/demo/report", "/demo/move"]) {
    await page.goto(path);
    const panels = page.getByRole("region", { name: "The code that decides it" });
    const links = panels.locator('a[href^="/demo/source/"]');
    await expect(links.nth(1)).toBeAttached();
    for (const link of await links.all())
      shown.add(`${await link.getAttribute("href")}`.replace("/demo/source/", ""));
  }
  const unnamed = undescribed.map(strategyFile);
  const named = sourceFiles.filter((file) => !file.startsWith("app/demo/words/"));
  expect([...shown].sort()).toEqual(named.filter((file) => !unnamed.includes(file)).sort());
  for (const file of shown) expect(existsSync(file), file).toBe(true);

  await page.goto("/demo/time-limits");
  await page.getByRole("tab", { name: "policy.ts" }).click();
  await page.getByRole("link", { name: "lib/session/policy.ts" }).click();
  await expect(page.getByRole("region", { name: "lib/session/policy.ts" })).toHaveText(
    readFileSync("lib/session/policy.ts", "utf8"),
    { useInnerText: false },
  );
  await expectAccessible(page);
  allowConsole(/404/);
  for (const path of [".env", "package.json", "lib/session/../../.env", "..%2f.env"]) {
    const answer = await request.get(`/demo/source/${path}`);
    expect(await answer.text(), path).not.toContain("AUTH_");
  }
  await page.goto("/demo/source/package.json");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/not found/i);
});

test("every page describes every strategy that has texts", { tag: "@once" }, async ({ page }) => {
  for (const path of ["/demo", "/demo/inspector", "/demo/roles"]) {
    await page.goto(path);
    await expect(page.getByText("running now")).toHaveCount(1);
    await expect(page.getByText("Not described yet.")).toHaveCount(undescribed.length);
  }
});

test("the start page of the demo names the running strategy and how to start another one", async ({
  page,
  strategy,
}) => {
  await page.goto("/demo");
  const running = page.getByRole("region", { name: `Running: ${strategy}` });
  await expect(running).toContainText("Stop this one with Ctrl-C");
  const commands = strategyNames
    .filter((name) => name !== strategy)
    .map((name) => `AUTH_STRATEGY=${name} npm run demo`);
  await expect(running.getByRole("listitem").getByRole("code")).toHaveText(commands);
});

test("the start page of the demo links to each page", { tag: "@once" }, async ({ page }) => {
  for (const path of pages.slice(1)) {
    await page.goto("/demo");
    await page.getByRole("region").getByRole("listitem").locator(`a[href="${path}"]`).click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});
