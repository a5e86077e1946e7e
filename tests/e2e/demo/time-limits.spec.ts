import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { withClock as test } from "../../support/e2e-clock";
import { submitSignIn } from "../../support/e2e-forms";
import { expect } from "../../support/e2e-test";

const limit = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const log = (page: Page) => page.getByRole("list", { name: "Log" });

test.beforeEach(async ({ page, clock: _clock, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/time-limits");
  await page.getByRole("button", { name: "Start three practice sessions" }).click();
  await expect(log(page)).toContainText("You: sign in, absolute");
});

const send = async (page: Page) => {
  const before = await log(page).getByText("You: request").count();
  await page.getByRole("button", { name: "Send a request with each" }).click();
  await expect.poll(() => log(page).getByText("You: request").count()).toBeGreaterThan(before);
};

test("a request extends the idle limit, the rolling limit when due, and never the absolute limit", async ({
  page,
  clock,
}) => {
  await clock.pass(4_000);
  await send(page);
  await expect(limit(page, "Idle")).toContainText("Your last request extended it.");
  for (const name of ["Rolling", "Absolute"])
    await expect(limit(page, name)).toContainText("Your last request did not extend it.");
  await clock.pass(8_000);
  await send(page);
  for (const name of ["Idle", "Rolling"])
    await expect(limit(page, name)).toContainText("Your last request extended it.");
  await expect(limit(page, "Absolute")).toContainText("Your last request did not extend it.");
  await expectAccessible(page);
});

test("with constant activity, the absolute limit ends the session", { tag: "@once" }, async ({
  page,
  clock,
  user,
  database,
}) => {
  for (let n = 0; n < 3; n++) {
    await clock.pass(11_000);
    await send(page);
  }
  await clock.pass(8_000);
  await expect(limit(page, "Absolute")).toContainText("ended after 40.0 s");
  await expect(limit(page, "Absolute")).toContainText("ended first");
  await expect(page.getByText("The absolute limit came first.")).toBeVisible();
  for (const name of ["Rolling", "Idle"])
    await expect(limit(page, name)).not.toContainText("ended after");

  const rows = await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
  expect(rows, "none of them is the visitor's").toEqual([]);
});

test("without activity, the page's checks extend nothing, and a shorter limit ends the session", async ({
  page,
  clock,
}) => {
  await clock.pass(19_000);
  for (const name of ["Rolling", "Idle", "Absolute"])
    await expect(limit(page, name)).not.toContainText("ended after");
  await clock.pass(2_000);
  for (const name of ["Rolling", "Idle"])
    await expect(limit(page, name)).toContainText("ended after 20.0 s");
  await expect(limit(page, "Absolute")).not.toContainText("ended after");
  await page.reload();
  await expect(limit(page, "Idle")).toContainText("ended after 20.0 s");
});

test("the page shows the remaining time of the visitor's own session", async ({ page }) => {
  const own = page.getByRole("region", { name: "Your own session" });
  await expect(own.getByRole("row", { name: /rolling/ })).toContainText(/7 days.*6 d 23.*first/);
  await expect(own.getByRole("row", { name: /idle/ })).toContainText("none is set");
  await expect(own.getByRole("row", { name: /absolute/ })).toContainText(/30 days.*29 d 23/);
});

test("a session without Keep me signed in has the shorter absolute limit", async ({
  page,
  user,
}) => {
  // The page asks once a second, and would log a 401.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.goto("/sign-in?callbackUrl=/demo/time-limits");
  await submitSignIn(page, user);
  const own = page.getByRole("region", { name: "Your own session" });
  await expect(own.getByRole("row", { name: /absolute/ })).toContainText(/12 h.*11:5\d.*first/);
});

test("the cookie of the practice session is not accepted as a session", async ({
  page,
  trait,
  newBrowser,
  baseURL,
}) => {
  const path = "/demo/api/time-limits";
  const lab = (await page.context().cookies(`${baseURL}${path}`)).find(
    ({ name }) => name === "demo-practice-session",
  );
  expect(lab).toMatchObject({ httpOnly: true, sameSite: "Strict", path });
  const thief = await newBrowser();
  await thief.addCookies([{ name: trait.cookie, value: `${lab?.value}`, url: `${baseURL}` }]);
  expect((await thief.request.get("/api/me")).status()).toBe(401);
});
