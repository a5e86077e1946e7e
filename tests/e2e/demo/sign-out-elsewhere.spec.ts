import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { withClock as test } from "../../support/e2e-clock";
import { expect } from "../../support/e2e-test";

const laptop = (page: Page) => page.getByRole("region", { name: "The laptop" });
const phone = (page: Page) => page.getByRole("region", { name: "The phone" });
const log = (page: Page) => page.getByRole("list", { name: "Log" });
const verdict = (pane: Locator, word: string) => pane.getByText(word, { exact: true }).first();

test.beforeEach(async ({ clock: _clock, user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/sign-out-elsewhere");
  await page.getByRole("button", { name: "Sign in with two browsers" }).click();
  await expect(laptop(page)).toContainText(/Expires in\s*6 d/);
  await expect(phone(page)).toContainText(/Expires in\s*6 d/);
});

test("the page ends a session if the strategy keeps records, or says that there are none", async ({
  page,
  clock,
  user,
  trait,
  stored,
  strategy,
}) => {
  const end = laptop(page).getByRole("button", { name: "End its session" });
  await expect(end).toHaveCount(trait.canEnd ? 1 : 0);
  if (!trait.canEnd) return;
  await end.click();
  await expect(log(page)).toContainText("You: end the session of the laptop");
  if (trait.endNoticedWithin !== 0) {
    await expect(laptop(page)).toContainText("still signed in");
    await expect(laptop(page)).toContainText(/00:00:0\d left/);
    await expect(laptop(page)).toContainText("In this app that takes 15 min at most");
    await clock.pass(10_000);
  }
  await expect(verdict(laptop(page), "signed out")).toBeVisible();
  await expect(laptop(page)).toContainText(/signed out after \d/);
  if (trait.endNoticedWithin !== 0) await expect(laptop(page)).toContainText("15 min in this app");
  await expect(laptop(page).getByRole("button")).toHaveCount(0);
  await expect(phone(page)).toContainText("Expires in");
  await expect(log(page)).toContainText(/The laptop: (request|refresh) → 401/);
  if (trait.canList) await expect(log(page)).toContainText('DELETE FROM "Session"');
  await expectAccessible(page);

  const own = page.getByRole("region", { name: "Under every strategy" }).getByRole("listitem");
  const figure = own.filter({ hasText: "running now" });
  await expect(figure).toContainText(/signed out after .*You, /s);
  expect(await figure.getByText(strategy, { exact: true }).count()).toBe(1);

  // The visitor is still signed in, with one session.
  expect((await page.request.get("/api/me")).status()).toBe(200);
  expect(await stored.idsOf(user)).toHaveLength(trait.canList ? 1 : 0);
});

test("a copy of a signed-out cookie works as the strategy states, also after a reload", async ({
  page,
  clock,
  trait,
}) => {
  await phone(page)
    .getByRole("button", { name: /Sign it out/ })
    .click();
  // Under hybrid, until the access token has expired.
  await expect(phone(page)).toContainText(/still signed in|signed out after/);
  await clock.pass(11_000);
  const expectOutcome = async () => {
    if (trait.canEnd) await expect(verdict(phone(page), "signed out")).toBeVisible();
    else {
      await expect(verdict(phone(page), "still signed in")).toBeVisible();
      await expect(phone(page)).toContainText(/6 d 23:59:\d\d left/);
    }
  };
  await expectOutcome();
  await expectAccessible(page);
  await page.reload();
  await expectOutcome();
});

test("closing the browsers deletes the throw-away user", async ({ page, database }) => {
  const users = () =>
    database.sql<{ id: string }>(`SELECT id FROM "User" WHERE name = 'Someone with two browsers'`);
  const before = await users();
  await page.getByRole("button", { name: "Close both" }).click();
  await expect(page.getByRole("button", { name: "Sign in with two browsers" })).toBeVisible();
  const after = (await users()).map(({ id }) => id);
  expect(before.some(({ id }) => !after.includes(id))).toBe(true);
});

test("the experiment's cookie is not accepted as a session, or from another user", async ({
  page,
  trait,
  database,
  signInAs,
  newBrowser,
  baseURL,
}) => {
  const path = "/demo/api/sign-out-elsewhere";
  const kept = (await page.context().cookies(`${baseURL}${path}`)).find(
    ({ name }) => name === "demo-sign-out-elsewhere",
  );
  expect(kept).toMatchObject({ httpOnly: true, sameSite: "Strict", path });
  expect(`${kept?.name}=${kept?.value}`.length).toBeLessThan(4000);
  const thief = await newBrowser();
  await thief.addCookies([{ name: trait.cookie, value: `${kept?.value}`, url: `${baseURL}` }]);
  expect((await thief.request.get("/api/me")).status()).toBe(401);

  const other = await newBrowser();
  await signInAs(await database.createUser(), other);
  await other.addCookies([{ ...kept, name: `${kept?.name}`, value: `${kept?.value}` }]);
  expect(await (await other.request.get(path)).json()).toMatchObject({ state: null, log: [] });
});
