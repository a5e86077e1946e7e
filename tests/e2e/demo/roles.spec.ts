import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

const panel = (page: Page) => page.getByRole("region", { name: "What happens now" });
const press = (page: Page, name: string) => panel(page).getByRole("button", { name }).click();

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/roles");
  await press(page, "Sign a throw-away user in");
  await expect(panel(page)).toContainText("They agree");
});

test("a new role arrives as the strategy says, within seconds where it takes an access token", async ({
  page,
  trait,
}) => {
  await press(page, "Make them an admin");
  if (trait.noticesWithin === 0) {
    await expect(panel(page)).toContainText("now admin");
    await expect(panel(page)).toContainText("The app knew at once");
    await expect(page.getByRole("button", { name: "Take the new role now" })).toHaveCount(0);
    return;
  }
  await expect(panel(page)).toContainText("still user");
  if (trait.noticesWithin === "access token") {
    await expect(panel(page)).toContainText("Access tokens live 10 s here");
    await expect(panel(page)).toContainText("In this app they live 15 min: ACCESS_TOKEN_MAX_AGE");
  } else await press(page, "Take the new role now");
  await expect(panel(page)).toContainText("now admin");
  await expect(panel(page)).toContainText(/learned it \d+ s after/);
  await expectAccessible(page);
});

test("whoever looks on keeps their role, and the throw-away user is gone afterwards", async ({
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
  await expect(panel(page).getByRole("button", { name: "Make them a user" })).toBeVisible();
  expect(await roleOf()).toEqual([{ role: "user" }]);
  expect((await throwAway()).length).toBeGreaterThan(others);
  await press(page, "Stop");
  await expect(
    panel(page).getByRole("button", { name: "Sign a throw-away user in" }),
  ).toBeVisible();
  expect(await roleOf()).toEqual([{ role: "user" }]);
});
