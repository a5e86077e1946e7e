import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const stage = (page: Page) => page.getByRole("region", { name: "The experiment" });
const session = (page: Page) => page.getByRole("region", { name: "The session says" });
const press = (page: Page, name: string) => stage(page).getByRole("button", { name }).click();

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/roles");
  await press(page, "Sign in a throw-away user");
  await expect(session(page)).toContainText("up to date");
});

test("a new role takes effect as the strategy states, with an access token within seconds", async ({
  page,
  trait,
}) => {
  await press(page, "Make them an admin");
  if (!trait.carriesUser) {
    await expect(session(page)).toContainText(/admin.*The session had the new role \d/);
    await expect(page.getByRole("button", { name: "Update the session now" })).toHaveCount(0);
    return;
  }
  await expect(session(page)).toContainText("still user");
  if (trait.refreshCookie)
    await expect(session(page)).toContainText(
      "An access token lives 10 s here and 15 min in this app (ACCESS_TOKEN_MAX_AGE)",
    );
  else await press(page, "Update the session now");
  await expect(session(page)).toContainText(/admin.*had the new role \d.* after the database/);
  await expectAccessible(page);
});

test("the visitor's role does not change, and the throw-away user is deleted afterwards", async ({
  page,
  user,
  database,
}) => {
  const roleOf = () => database.sql(`SELECT role FROM "User" WHERE id = $1`, [user.id]);
  const throwAway = () =>
    database.sql(`SELECT u.role FROM "User" u JOIN "ThrowAwayUser" t ON t."userId" = u.id
                  WHERE u.name = 'Someone whose role changes' AND u.role = 'admin'`);
  const others = (await throwAway()).length;
  await press(page, "Make them an admin");
  await expect(stage(page).getByRole("button", { name: "Make them a user" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Log" })).toContainText("You: make them admin");
  expect(await roleOf()).toEqual([{ role: "user" }]);
  expect((await throwAway()).length).toBeGreaterThan(others);
  await press(page, "Stop");
  await expect(
    stage(page).getByRole("button", { name: "Sign in a throw-away user" }),
  ).toBeVisible();
  expect(await roleOf()).toEqual([{ role: "user" }]);
});
