import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const laptop = (page: Page) => page.getByRole("region", { name: "The laptop" });
const phone = (page: Page) => page.getByRole("region", { name: "The phone" });
const list = (page: Page) => page.getByRole("region", { name: "Their sessions" });
const rows = (page: Page) => list(page).getByRole("listitem");

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/sign-out-elsewhere");
  await page.getByRole("button", { name: "Open the two browsers" }).click();
  await expect(laptop(page)).toContainText("Expires in 6 d");
  await expect(phone(page)).toContainText("Expires in 6 d");
});

test("ends a session where there is a record of it, and says so where there is none", async ({
  page,
  user,
  trait,
  database,
}) => {
  if (!trait.canRevoke) {
    await expect(list(page)).toContainText("There is no list, and nothing to end");
    await expect(page.getByRole("button", { name: /^End/ })).toHaveCount(0);
    return;
  }
  await expect(rows(page)).toHaveCount(2);
  await rows(page).filter({ hasText: "The laptop" }).getByRole("button").click();
  if (trait.noticesWithin !== 0) {
    await expect(laptop(page)).toContainText("still in");
    await expect(laptop(page)).toContainText(/00:00:0\d to go/);
    await expect(page.getByText("Access tokens live 10 s here")).toBeVisible();
    await expect(
      page.getByText("In this app they live 15 min: ACCESS_TOKEN_MAX_AGE"),
    ).toBeVisible();
  }
  await expect(laptop(page).getByText("out", { exact: true })).toBeVisible();
  await expect(laptop(page)).toContainText(/first request was refused .+ after/);
  await expect(rows(page)).toHaveCount(1);
  await expect(phone(page)).toContainText("Expires in");
  await expectAccessible(page);
  // The one who looks on is still signed in, with one session.
  expect((await page.request.get("/api/me")).status()).toBe(200);
  const own = await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
  expect(own).toHaveLength(1);
});

test("a copy of a signed-out cookie opens what the strategy says, after a reload too", async ({
  page,
  trait,
}) => {
  await phone(page)
    .getByRole("button", { name: /Sign it out/ })
    .click();
  const expectOutcome = async () => {
    if (trait.canRevoke) await expect(phone(page).getByText("out", { exact: true })).toBeVisible();
    else {
      await expect(phone(page).getByText("still in", { exact: true })).toBeVisible();
      await expect(phone(page)).toContainText(/6 d 23:59:\d\d to go/);
    }
  };
  await expectOutcome();
  await expectAccessible(page);
  await page.reload();
  await expectOutcome();
});

test("closing them takes the throw-away user away", async ({ page, database }) => {
  const users = () =>
    database.sql<{ id: string }>(`SELECT id FROM "User" WHERE name = 'Someone with two browsers'`);
  const before = await users();
  await page.getByRole("button", { name: "Close both" }).click();
  await expect(page.getByText("Neither is open.")).toBeVisible();
  const after = (await users()).map(({ id }) => id);
  expect(before.some(({ id }) => !after.includes(id))).toBe(true);
});

test("what it keeps is of no use as a session, and of none to anybody else", async ({
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
  expect(await (await other.request.get(path)).json()).toMatchObject({ browsers: [] });
});
