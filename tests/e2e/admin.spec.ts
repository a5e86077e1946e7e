import type { BrowserContext, Page } from "@playwright/test";
import { catchAction } from "../support/e2e-actions";
import type { TestDatabase, TestUser } from "../support/e2e-database";
import { expect, test } from "../support/e2e-test";

test("a user who is no admin gets the same page as for an address that does not exist", async ({
  page,
  user,
  signInAs,
  allowConsole,
}) => {
  allowConsole(/404/);
  await signInAs(user);
  await page.goto("/admin");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  expect(await page.content()).not.toContain("Another admin can change it");
});

test("a new role reaches the other user as soon as the strategy says", async ({
  page,
  user,
  database,
  signInAs,
  newBrowser,
  trait,
}) => {
  const admin = await database.createUser({ role: "admin" });
  const other = await newBrowser();
  await signInAs(user, other);
  await signInAs(admin);
  await page.goto("/admin");
  await changeRole(page, user, "admin");

  // Where a role is required, at once under every strategy.
  const otherPage = await other.newPage();
  await otherPage.goto("/admin");
  await expect(otherPage.getByRole("heading", { name: "Users" })).toBeVisible();
  // Elsewhere: when the strategy reads it.
  expect(await roleOf(other)).toBe(trait.noticesWithin === 0 ? "admin" : "user");
  await signInAs(user, other);
  expect(await roleOf(other)).toBe("admin");

  await changeRole(page, user, "user");
  await otherPage.reload();
  await expect(otherPage.getByRole("heading", { name: "Not found" })).toBeVisible();
  expect(await roleOf(other)).toBe(trait.noticesWithin === 0 ? "user" : "admin");
});

test("an admin who was demoted meanwhile cannot change a role any more", async ({
  page,
  user,
  database,
  signInAs,
  allowConsole,
}) => {
  allowConsole(/404/);
  const admin = await database.createUser({ role: "admin" });
  await signInAs(admin);
  await page.goto("/admin");
  const row = page.getByRole("row", { name: user.email });
  await expect(row).toBeVisible();
  await database.sql(`UPDATE "User" SET role = 'user' WHERE id = $1`, [admin.id]);
  await row.getByRole("button").click();
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  expect(await storedRole(database, user)).toBe("user");
});

test("what an admin's browser sent does nothing when somebody else sends it", async ({
  page,
  user,
  database,
  signInAs,
  newClient,
  trait,
}) => {
  const admin = await database.createUser({ role: "admin" });
  await signInAs(admin);
  await page.goto("/admin");
  const action = await catchAction(page, () => changeRole(page, user, "admin"));
  await database.sql(`UPDATE "User" SET role = 'user' WHERE id = $1`, [user.id]);

  const guest = newClient();
  const member = newClient();
  await member.signIn(user);
  const forger = newClient();
  forger.cookies.set(trait.cookie, "x".repeat(43));
  for (const client of [guest, member, forger]) {
    expect((await action.resend(client)).status).toBeLessThan(500);
    expect(await storedRole(database, user)).toBe("user");
  }

  // The same bytes with an admin's cookie: so it was the cookie that was missing.
  const again = newClient();
  await again.signIn(admin);
  await action.resend(again);
  expect(await storedRole(database, user)).toBe("admin");
});

test("nobody changes their own role", async ({ page, database, signInAs }) => {
  const admin = await database.createUser({ role: "admin" });
  await signInAs(admin);
  await page.goto("/admin");
  await expect(page.getByRole("row", { name: admin.email }).getByRole("button")).toHaveCount(0);
});

async function changeRole(page: Page, user: TestUser, role: string) {
  const row = page.getByRole("row", { name: user.email });
  await row.getByRole("button", { name: `Make ${role}` }).click();
  await expect(row.getByRole("status")).toHaveText(`Now ${role}.`);
}

async function roleOf(browser: BrowserContext): Promise<string> {
  return (await (await browser.request.get("/api/me")).json()).user.role;
}

async function storedRole(database: TestDatabase, user: TestUser) {
  const [row] = await database.sql<{ role: string }>(`SELECT role FROM "User" WHERE id = $1`, [
    user.id,
  ]);
  return row?.role;
}
