import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const second = (page: Page) => page.getByRole("region", { name: "A second browser" });
const mine = (page: Page) => page.getByRole("region", { name: "This browser" });
const list = (page: Page) => page.getByRole("region", { name: "Your sessions" });

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/sign-out-elsewhere");
  await expect(mine(page)).toContainText("Expires in");
});

test("ends a session where there is a record of it, and says so where there is none", async ({
  page,
  user,
  trait,
  database,
}) => {
  await page.getByRole("button", { name: "Open a second browser" }).click();
  await expect(second(page)).toContainText("Expires in 6 d");
  if (!trait.canRevoke) {
    await expect(list(page)).toContainText("There is no list, and nothing to end");
    await expect(page.getByRole("button", { name: /^End/ })).toHaveCount(0);
    return;
  }
  const row = list(page).getByRole("listitem").filter({ hasText: "second browser" });
  await row.getByRole("button", { name: "End it" }).click();
  await expect(second(page).getByText("out", { exact: true })).toBeVisible();
  await expect(second(page)).toContainText(/first request after it was refused, \d+ (m?s)/);
  await expect(list(page).getByRole("listitem")).toHaveCount(1);
  await expect(mine(page)).toContainText("Expires in");
  const rows = await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
  expect(rows).toHaveLength(1);
});

test("a copy of a signed-out cookie opens what the strategy says, after a reload too", async ({
  page,
  trait,
}) => {
  await page.getByRole("button", { name: "Open a second browser" }).click();
  await page.getByRole("button", { name: "Sign it out, keep a copy of its cookie" }).click();
  const expectOutcome = async () => {
    await expect(
      second(page).getByText(trait.canRevoke ? "out" : "still in", { exact: true }),
    ).toBeVisible();
    if (!trait.canRevoke) await expect(second(page)).toContainText(/6 d 23:59:\d\d to go/);
  };
  await expectOutcome();
  await expectAccessible(page);
  await page.reload();
  await expectOutcome();
});

test("shows a real second browser, and puts it out", async ({
  page,
  user,
  signInAs,
  newBrowser,
  trait,
}) => {
  test.skip(!trait.canRevoke, "there is no record to end");
  const other = await newBrowser();
  await signInAs(user, other);
  const rows = list(page).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await rows.filter({ hasNotText: "this browser" }).getByRole("button").click();
  await expect(rows).toHaveCount(1);
  expect((await other.request.get("/api/me")).status()).toBe(401);
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("stays a page when it is this browser that is put out", async ({
  page,
  trait,
  allowConsole,
}) => {
  test.skip(!trait.canRevoke, "there is no record to end");
  allowConsole(/401/);
  await page.getByRole("button", { name: "End my own" }).click();
  await expect(mine(page).getByText("out", { exact: true })).toBeVisible();
  await expect(mine(page)).toContainText("The first request after it was refused");
  await expect(list(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Sign in again" }).click();
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
});

test("ends nobody else's session", async ({ page, database, newBrowser, signInAs, trait }) => {
  test.skip(!trait.canRevoke, "there is no record to end");
  const stranger = await database.createUser();
  const other = await newBrowser();
  await signInAs(stranger, other);
  const [theirs] = await database.sql<{ id: string }>(
    `SELECT id FROM "Session" WHERE "userId" = $1`,
    [stranger.id],
  );
  const response = await page.request.post("/demo/api/sessions", { data: { end: theirs?.id } });
  expect(await response.json()).toEqual({ ended: false });
  expect((await other.request.get("/api/me")).status()).toBe(200);
});

test("the second browser's cookie is of no use as a session", async ({
  page,
  trait,
  newBrowser,
  baseURL,
}) => {
  await page.getByRole("button", { name: "Open a second browser" }).click();
  await expect(second(page)).toContainText("Expires in");
  const lab = (await page.context().cookies(`${baseURL}/demo/api/second-browser`)).find(
    ({ name }) => name === "demo-second-browser",
  );
  expect(lab).toMatchObject({
    httpOnly: true,
    sameSite: "Strict",
    path: "/demo/api/second-browser",
  });
  const thief = await newBrowser();
  await thief.addCookies([{ name: trait.cookie, value: `${lab?.value}`, url: `${baseURL}` }]);
  expect((await thief.request.get("/api/me")).status()).toBe(401);
});
