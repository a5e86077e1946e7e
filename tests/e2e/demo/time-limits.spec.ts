import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const real = (page: Page) => page.getByRole("region", { name: "Your session" });
const practice = (page: Page) => page.getByRole("region", { name: "A practice session" });
const start = (page: Page) =>
  page.getByRole("button", { name: "Start a practice session" }).click();
const send = (panel: Locator) => panel.getByRole("button", { name: "Send a request" });
const look = (panel: Locator) => panel.getByRole("button", { name: "Only look" });

/** In tests of the practice session: milliseconds. */
const ABSOLUTE = 30_000;

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/time-limits");
  await expect(real(page)).toContainText("ends first");
});

test("a request renews the real session when that is due, and a look never", async ({
  page,
  strategy,
}) => {
  const panel = real(page);
  await expect(panel.getByRole("listitem").filter({ hasText: "rolling" })).toContainText("6 d 23");
  await expect(panel.getByRole("listitem").filter({ hasText: "absolute" })).toContainText(
    "29 d 23",
  );
  await expect(panel).toContainText("No idle limit is set");
  await look(panel).click();
  await expect(panel).toContainText("Nothing moved");

  await send(panel).click();
  if (strategy === "hybrid") await expect(panel).toContainText("renewed");
  else {
    await expect(panel).toContainText("The next renewal is due in 23:59");
    await expect(panel).toContainText("no renewal was due, so nothing moved");
  }
  await look(panel).click();
  await expect(panel).toContainText("Looked: the end is where it was");
  await expectAccessible(page);
});

test("nobody at work: the practice session ends by its idle limit, looks or no looks", {
  tag: "@once",
}, async ({ page }) => {
  const panel = practice(page);
  await start(page);
  const begun = Date.now();
  await expect(panel.getByRole("listitem").filter({ hasText: "idle" })).toContainText("ends first");
  await look(panel).click();
  await expect(panel).toContainText("Looked:");
  // Takes its time, and the session does not wait for it: after what needs a living one.
  await expectAccessible(page);
  await expect(panel).toContainText("Over, by its idle limit", { timeout: 20_000 });
  expect(Date.now() - begun).toBeGreaterThan(9_000);
  await panel.getByRole("button", { name: "Start another" }).click();
  await expect(panel).toContainText("Now it runs");
});

test("at work all the time: it ends by the absolute limit all the same", async ({
  page,
  user,
  database,
  strategy,
}) => {
  test.skip(strategy !== "database", "half a minute: once, and where a row could be left behind");
  const panel = practice(page);
  await start(page);
  await expect(panel).toContainText("Now it runs");
  const begun = Date.now();
  const over = panel.getByText("Over, by its absolute limit");
  while (!(await over.isVisible())) {
    expect(Date.now() - begun, "it should have ended").toBeLessThan(ABSOLUTE + 5_000);
    await send(panel)
      .click({ timeout: 2_000 })
      .catch(() => {});
    await over.waitFor({ timeout: 2_000 }).catch(() => {});
  }
  expect(Date.now() - begun, "past the idle limit").toBeGreaterThan(ABSOLUTE - 5_000);

  const rows = await database.sql(
    `SELECT id FROM "Session" WHERE "userId" = $1 AND expires > now()`,
    [user.id],
  );
  expect(rows, "the real one, and no other").toHaveLength(1);
});

test("a request says what it has moved", async ({ page }) => {
  const panel = practice(page);
  await start(page);
  await expect(panel).toContainText("Now it runs");
  // A second is how often activity is recorded here: it shows when one more has passed.
  await expect(panel.getByRole("listitem").filter({ hasText: "idle" })).toContainText("00:00:07");
  await send(panel).click();
  await expect(panel).toContainText(/Asked: renewed, \d s later than before. The absolute limit/);
  await expect(panel.getByRole("listitem").filter({ hasText: "idle" })).toContainText(
    /00:00:0[89]/,
  );
});

test("the cookie of the practice session is of no use as a session", async ({
  page,
  trait,
  newBrowser,
  baseURL,
}) => {
  await start(page);
  await expect(practice(page)).toContainText("Now it runs");
  const path = "/demo/api/time-limits";
  const lab = (await page.context().cookies(`${baseURL}${path}`)).find(
    ({ name }) => name === "demo-practice-session",
  );
  expect(lab).toMatchObject({ httpOnly: true, sameSite: "Strict", path });
  const thief = await newBrowser();
  await thief.addCookies([{ name: trait.cookie, value: `${lab?.value}`, url: `${baseURL}` }]);
  expect((await thief.request.get("/api/me")).status()).toBe(401);
});
