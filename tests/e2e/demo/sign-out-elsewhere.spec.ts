import type { Page } from "@playwright/test";
import { expire } from "../../support/e2e-access-token";
import { expectAccessible } from "../../support/e2e-accessibility";
import { startApp } from "../../support/e2e-app";
import { signIn } from "../../support/e2e-sign-in";
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
  if (trait.noticesWithin === 0) {
    await expect(second(page).getByText("out", { exact: true })).toBeVisible();
    await expect(second(page)).toContainText(/first request was refused \d+ m?s after/);
  } else {
    await expect(second(page)).toContainText("still in");
    await expect(second(page)).toContainText(/00:14:\d\d to go/);
    await expectAccessible(page);
  }
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
  const isOut = trait.noticesWithin === 0;
  const left = trait.canRevoke ? /00:14:\d\d to go/ : /6 d 23:59:\d\d to go/;
  const expectOutcome = async () => {
    await expect(second(page).getByText(isOut ? "out" : "still in", { exact: true })).toBeVisible();
    if (!isOut) await expect(second(page)).toContainText(left);
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
  sessionCookie,
  baseURL,
  trait,
}) => {
  test.skip(!trait.canRevoke, "there is no record to end");
  const other = await newBrowser();
  await signInAs(user, other);
  const rows = list(page).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await rows.filter({ hasNotText: "this browser" }).getByRole("button").click();
  await expect(rows).toHaveCount(1);
  if (trait.refreshCookie) {
    const copy = { name: trait.cookie, value: await expire(await sessionCookie(other)) };
    await other.addCookies([{ ...copy, url: `${baseURL}` }]);
    expect((await other.request.post("/api/session/refresh")).status()).toBe(401);
  }
  expect((await other.request.get("/api/me")).status()).toBe(401);
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("stays a page when it is this browser that is put out", async ({
  page,
  context,
  sessionCookie,
  baseURL,
  trait,
  allowConsole,
}) => {
  test.skip(!trait.canRevoke, "there is no record to end");
  allowConsole(/401/);
  await page.getByRole("button", { name: "End my own" }).click();
  if (trait.refreshCookie) {
    await expect(mine(page)).toContainText(/00:14:\d\d to go/);
    await page.getByRole("button", { name: "Open a second browser" }).click();
    await expect(page.getByText("Refused, although this browser is still in")).toBeVisible();
    await expect(second(page)).toContainText("Not open");
    const value = await expire(await sessionCookie());
    await context.addCookies([{ name: trait.cookie, value, url: `${baseURL}` }]);
  }
  await expect(mine(page).getByText("out", { exact: true })).toBeVisible();
  await expect(mine(page)).toContainText("The first request was refused");
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

test("the second browser refreshes itself while it may, and is out when its access token ends", async ({
  browser,
  user,
  database,
  strategy,
  trait,
}) => {
  test.skip(!trait.refreshCookie, "there is nothing to refresh");
  const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url, ACCESS_TOKEN_MAX_AGE: "4" };
  const app = await startApp({ env });
  const context = await browser.newContext({ baseURL: app.url });
  await signIn(context.request, user);
  const page = await context.newPage();
  await page.goto("/demo/sign-out-elsewhere");
  await page.getByRole("button", { name: "Open a second browser" }).click();
  await expect(second(page)).toContainText("Next access token in");
  const renewals = async () => {
    const rows = await database.sql(
      `SELECT id FROM "Session" WHERE "userId" = $1 AND "updatedAt" > "authTime"`,
      [user.id],
    );
    return rows.length;
  };
  await expect.poll(renewals, "both browsers").toBe(2);
  await expect(second(page).getByText("in", { exact: true })).toBeVisible();

  await list(page)
    .getByRole("listitem")
    .filter({ hasText: "second browser" })
    .getByRole("button")
    .click();
  await expect(second(page)).toContainText("still in");
  await expect(second(page).getByText("out", { exact: true })).toBeVisible();
  await expect(second(page)).toContainText(/first request was refused \d+ m?s after it was ended/);
  await expect(mine(page)).toContainText("Next access token in");
  await context.close();
  await app.stop();
});
