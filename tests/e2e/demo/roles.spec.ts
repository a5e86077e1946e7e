import type { Page } from "@playwright/test";
import { hashPassword } from "../../../lib/accounts/password";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

// One test takes the demo admin away for a moment, which the others need.
test.describe.configure({ mode: "serial" });

const panel = (page: Page) => page.getByRole("region", { name: "What happens now" });
const demoAdmin = {
  id: "",
  email: "admin@example.com",
  name: "Ada Admin",
  password: "correct horse battery staple",
  role: "admin" as const,
};

test("a role changed elsewhere arrives as the strategy says", async ({
  page,
  user,
  signInAs,
  database,
  trait,
}) => {
  await signInAs(user);
  await page.goto("/demo/roles");
  await expect(panel(page)).toContainText("They agree");
  await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);

  const takeNow = page.getByRole("button", { name: "Take the new role now" });
  if (trait.noticesWithin === 0) {
    await expect(panel(page)).toContainText("now admin");
    await expect(panel(page)).toContainText("The app knew at once");
    await expect(takeNow).toHaveCount(0);
  } else {
    await expect(panel(page)).toContainText("still user");
    await expect(panel(page)).toContainText("for 2 s");
    await expectAccessible(page);
    await takeNow.click();
    await expect(panel(page)).toContainText("now admin");
    await expect(panel(page)).toContainText(/learned it \d+ s after/);
  }
});

test("one person can try it with the button", async ({ page, user, signInAs, database }) => {
  await signInAs(user);
  await page.goto("/demo/roles");
  const roleOf = () => database.sql(`SELECT role FROM "User" WHERE id = $1`, [user.id]);
  await page.getByRole("button", { name: "Make me an admin" }).click();
  await expect(page.getByRole("button", { name: "Make me a user" })).toBeVisible();
  expect(await roleOf()).toEqual([{ role: "admin" }]);
  await page.getByRole("button", { name: "Make me a user" }).click();
  await expect(page.getByRole("button", { name: "Make me an admin" })).toBeVisible();
  expect(await roleOf()).toEqual([{ role: "user" }]);
});

test("the button refuses the demo admin, and says why", async ({
  page,
  signInAs,
  database,
  allowConsole,
}) => {
  allowConsole(/403/);
  await signInAs(demoAdmin);
  await page.goto("/demo/roles");
  await page.getByRole("button", { name: "Make me a user" }).click();
  await expect(page.getByText("Only a demo user can be changed here")).toBeVisible();
  const rows = await database.sql(`SELECT role FROM "User" WHERE email = $1`, [demoAdmin.email]);
  expect(rows).toEqual([{ role: "admin" }]);
});

test("nobody becomes admin where the demo admin is not open to all", async ({
  context,
  user,
  signInAs,
  database,
}) => {
  await signInAs(user);
  const become = async () => {
    const response = await context.request.post("/demo/api/role", { data: { role: "admin" } });
    const rows = await database.sql(`SELECT role FROM "User" WHERE id = $1`, [user.id]);
    expect(rows).toEqual([{ role: "user" }]);
    return response.status();
  };
  const admin = [demoAdmin.email];

  try {
    await database.sql(`UPDATE "User" SET "disabledAt" = now() WHERE email = $1`, admin);
    expect(await become(), "disabled").toBe(403);
    await database.sql(
      `UPDATE "User" SET role = 'user', "disabledAt" = NULL WHERE email = $1`,
      admin,
    );
    expect(await become(), "no admin").toBe(403);
    await database.sql(
      `UPDATE "User" SET role = 'admin', email = 'x-' || email WHERE email = $1`,
      admin,
    );
    expect(await become(), "no such user").toBe(403);
  } finally {
    await database.sql(
      `UPDATE "User" SET role = 'admin', "disabledAt" = NULL, email = $1
       WHERE email IN ($1, 'x-' || $1)`,
      admin,
    );
  }

  const password = `"Password" SET hash = $1 FROM "User" u WHERE u.id = "userId" AND u.email = $2`;
  const [kept] = await database.sql<{ hash: string }>(
    `SELECT hash FROM "Password" JOIN "User" u ON u.id = "userId" WHERE u.email = $1`,
    admin,
  );
  try {
    await database.sql(`UPDATE ${password}`, [
      await hashPassword("a password that nobody published"),
      demoAdmin.email,
    ]);
    expect(await become(), "another password").toBe(403);
  } finally {
    await database.sql(`UPDATE ${password}`, [kept?.hash, demoAdmin.email]);
  }
});

test("nobody with another address becomes admin", async ({ context, user, signInAs, database }) => {
  const email = user.email.replace("@example.com", "@example.org");
  await database.sql(`UPDATE "User" SET email = $1 WHERE id = $2`, [email, user.id]);
  await signInAs({ ...user, email });
  const response = await context.request.post("/demo/api/role", { data: { role: "admin" } });
  expect(response.status()).toBe(403);
  const rows = await database.sql(`SELECT role FROM "User" WHERE id = $1`, [user.id]);
  expect(rows).toEqual([{ role: "user" }]);
});
