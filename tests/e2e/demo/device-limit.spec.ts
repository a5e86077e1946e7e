import type { Page } from "@playwright/test";
import { expect, test } from "../../support/e2e-test";

const browsers = (page: Page) => page.getByRole("list", { name: "Browsers" }).getByRole("listitem");

test("a third browser puts the first out, where sessions are counted", async ({
  page,
  user,
  signInAs,
  database,
  trait,
}) => {
  await signInAs(user);
  await page.goto("/demo/device-limit");
  for (const number of [1, 2, 3]) {
    await page.getByRole("button", { name: `Open browser ${number}`, exact: true }).click();
    await expect(browsers(page)).toHaveCount(number);
    if (number === 2) await expect(page.getByText("2 signed in", { exact: false })).toBeVisible();
  }
  await expect(page.getByRole("button", { name: "Open browser" })).toBeDisabled();
  if (!trait.canRevoke) {
    await expect(
      page.getByText("3 signed in. The limit is 2, and nothing counts them."),
    ).toBeVisible();
    await expect(browsers(page).getByText("in", { exact: true })).toHaveCount(3);
    return;
  }
  await expect(page.getByText("2 signed in, of 2 at most.")).toBeVisible();
  // In hybrid when the access token has ended.
  await expect(browsers(page)).toContainText(["refused", "answered", "answered"]);
  await page.reload();
  await expect(browsers(page)).toContainText(["refused", "answered", "answered"]);

  // Nobody's own session was touched, and nothing is left behind.
  expect((await page.request.get("/api/me")).status()).toBe(200);
  expect(
    await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]),
  ).toHaveLength(1);
});

test("starting over takes the throw-away user away", async ({ page, user, signInAs, database }) => {
  await signInAs(user);
  await page.goto("/demo/device-limit");
  // Tests beside this one make some of their own.
  const made = async () => {
    const rows = await database.sql<{ id: string }>(`SELECT "userId" AS id FROM "ThrowAwayUser"`);
    return rows.map(({ id }) => id);
  };
  const before = await made();
  await page.getByRole("button", { name: "Open browser 1" }).click();
  await expect(browsers(page)).toHaveCount(1);
  const own = (await made()).filter((id) => !before.includes(id));
  expect(own.length).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(browsers(page)).toHaveCount(0);
  await expect(page.getByText("None is open.")).toBeVisible();
  const left = await made();
  expect(own.some((id) => !left.includes(id))).toBe(true);
});

test("what it keeps is of no use as a session, and of none to anybody else", async ({
  page,
  user,
  signInAs,
  database,
  newBrowser,
  newClient,
  trait,
  baseURL,
}) => {
  await signInAs(user);
  await page.goto("/demo/device-limit");
  for (const number of [1, 2, 3]) {
    await page.getByRole("button", { name: `Open browser ${number}`, exact: true }).click();
    await expect(browsers(page)).toHaveCount(number);
  }
  const kept = (await page.context().cookies(`${baseURL}/demo/api/device-limit`)).find(
    ({ name }) => name === "demo-device-limit",
  );
  expect(kept).toMatchObject({
    httpOnly: true,
    sameSite: "Strict",
    path: "/demo/api/device-limit",
  });
  expect(`${kept?.name}=${kept?.value}`.length).toBeLessThan(4000);
  const thief = newClient();
  thief.cookies.set(trait.cookie, kept?.value ?? "");
  expect((await thief.get("/api/me")).status).toBe(401);

  const other = await newBrowser();
  await signInAs(await database.createUser(), other);
  await other.addCookies([{ ...kept, name: `${kept?.name}`, value: `${kept?.value}` }]);
  const answer = await other.request.get("/demo/api/device-limit");
  expect(await answer.json()).toMatchObject({ browsers: [] });
});
