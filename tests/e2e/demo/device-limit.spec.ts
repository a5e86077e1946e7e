import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const browser = (page: Page, number: number) =>
  page.getByRole("region", { name: `Browser ${number}`, exact: true });
const signIn = async (page: Page, number: number) => {
  await page.getByRole("button", { name: `Sign in with browser ${number}` }).click();
  await expect(browser(page, number)).toContainText("Its requests are answered.");
};

test("a third browser ends the first session, if the strategy counts sessions", async ({
  page,
  user,
  signInAs,
  trait,
  stored,
}) => {
  await signInAs(user);
  await page.goto("/demo/device-limit");
  for (const number of [1, 2, 3]) {
    await signIn(page, number);
    if (number === 2) await expect(page.getByText("2 signed in", { exact: false })).toBeVisible();
  }
  await expect(page.getByRole("button", { name: "Sign in with browser" })).toBeDisabled();
  if (!trait.canList) {
    await expect(
      page.getByText("3 signed in. The limit is 2, but nothing counts the sessions."),
    ).toBeVisible();
    for (const number of [1, 2, 3])
      await expect(browser(page, number)).toContainText("Its requests are answered.");
    return;
  }
  await expect(page.getByText("2 signed in, of 2 at most.")).toBeVisible();
  // Under hybrid, after the access token has expired.
  const expectOutcome = async () => {
    await expect(browser(page, 1)).toContainText(/signed out after \d.*refused/);
    for (const number of [2, 3]) await expect(browser(page, number)).toContainText("answered");
  };
  await expectOutcome();
  await page.reload();
  await expectOutcome();
  await expectAccessible(page);

  // The visitor's own session is unchanged, and nothing is left behind.
  expect((await page.request.get("/api/me")).status()).toBe(200);
  expect(await stored.idsOf(user)).toHaveLength(1);
});

test("starting over deletes the throw-away user", async ({ page, user, signInAs, database }) => {
  await signInAs(user);
  await page.goto("/demo/device-limit");
  // Parallel tests create throw-away users too.
  const made = async () => {
    const rows = await database.sql<{ id: string }>(`SELECT "userId" AS id FROM "ThrowAwayUser"`);
    return rows.map(({ id }) => id);
  };
  const before = await made();
  await signIn(page, 1);
  const own = (await made()).filter((id) => !before.includes(id));
  expect(own.length).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByText("No browser is open.")).toBeVisible();
  const left = await made();
  expect(own.some((id) => !left.includes(id))).toBe(true);
});

test("the experiment's cookie is not accepted as a session, or from another user", async ({
  page,
  user,
  signInAs,
  newBrowser,
  newClient,
  trait,
  baseURL,
  database,
}) => {
  await signInAs(user);
  await page.goto("/demo/device-limit");
  for (const number of [1, 2, 3]) await signIn(page, number);
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
  expect(await answer.json()).toMatchObject({ state: null, log: [] });
});
