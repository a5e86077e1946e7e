// The audit pages for admins (ASVS 16.2, 16.3).
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/e2e-accessibility";
import type { TestDatabase, TestUser } from "../support/e2e-database";
import { expect, test } from "../support/e2e-test";

test("the audit page shows events of a user, newest first, with the actor", async ({
  page,
  user,
  database,
  signInAs,
  newClient,
  trait,
}) => {
  const client = newClient();
  await client.signIn({ ...user, password: "wrong battery staple" });
  await client.signIn(user);
  await client.post("/sign-out", {});
  await newClient().signIn(user);
  const admin = await database.createUser({ role: "admin", name: "Ada Auditor" });
  await signInAs(admin);
  await page.goto(`/admin/users/${user.id}`);
  if (trait.canEnd) {
    await page.getByRole("button", { name: trait.canList ? "End it" : "End all" }).click();
    await expect(page.getByRole("region", { name: "Sessions" })).toContainText("Sessions ended:");
  }
  await page.getByRole("button", { name: "Disable this user" }).click();
  await page.getByRole("button", { name: "Enable this user" }).click();
  await expect(page.getByRole("button", { name: "Disable this user" })).toBeVisible();
  await page.getByRole("link", { name: "Audit trail" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Audit trail" })).toBeVisible();
  await expect(rows(page)).toContainText([
    /User enabled.*Ada Auditor/,
    /User disabled.*Ada Auditor/,
    ...(trait.canEnd ? [/Session ended by an admin.*Ada Auditor/] : []),
    /Signed in, by password.*themselves/,
    /Signed out.*themselves/,
    /Signed in, by password.*themselves/,
    /Sign-in failed, wrong password/,
  ]);
  await expect(rows(page).first()).toContainText(/127\.0\.0\.1|::1/);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const overhang = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang).toBeLessThanOrEqual(0);
});

test("a password change is listed with the ended sessions and without a password", async ({
  page,
  user,
  database,
  signInAs,
  newBrowser,
  newClient,
  trait,
}) => {
  await newClient().signIn(user);
  const browser = await newBrowser();
  await signInAs(user, browser);
  const own = await browser.newPage();
  await own.goto("/account");
  await own.getByLabel("Current password").fill("not my password");
  await own.getByLabel("New password").fill("a brand new one");
  await own.getByRole("button", { name: "Change password" }).click();
  await expect(own.getByText("This is not your current password.")).toBeVisible();
  await own.getByLabel("Current password").fill(user.password);
  await own.getByLabel("New password").fill("a brand new one");
  await own.getByRole("button", { name: "Change password" }).click();
  await expect(own.getByText("Your password is changed.", { exact: false })).toBeVisible();

  await openTrail(page, user, database, signInAs);
  await expect(rows(page)).toContainText([
    ...(trait.canEnd ? [/Session ended by a password change, (1 in all|all others)/] : []),
    /Password changed/,
    /Sign-in failed, wrong password, to change it/,
    /Signed in/,
    /Signed in/,
  ]);
  const stored = JSON.stringify(await database.sql(`SELECT * FROM "AuditEvent"`));
  for (const secret of [user.password, "a brand new one", "not my password", "argon2"])
    expect(stored).not.toContain(secret);
});

test("the audit page has pages, for one user and for all", async ({
  page,
  user,
  database,
  signInAs,
}) => {
  await database.sql(
    `INSERT INTO "AuditEvent" (id, at, event, "userId", detail)
     SELECT gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 minute', 'role-changed', $1, 'step ' || n
     FROM generate_series(1, 60) n`,
    [user.id],
  );
  await openTrail(page, user, database, signInAs);
  await expect(rows(page)).toHaveCount(50);
  await expect(rows(page).first()).toContainText("step 60");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(rows(page)).toHaveCount(10);
  await expect(rows(page).last()).toContainText("step 1");
  await expect(page.getByRole("link", { name: "Older" })).toHaveCount(0);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole("link", { name: "Show everyone's" }).click();
  await expect(page).toHaveURL("/admin/audit");
  await expect(rows(page).first()).not.toContainText("step");
});

test("the audit page keeps events of deleted users, and ignores invalid parameters", async ({
  page,
  user,
  database,
  signInAs,
  newClient,
}) => {
  await newClient().signIn(user);
  await database.sql(`DELETE FROM "User" WHERE id = $1`, [user.id]);
  await openTrail(page, user, database, signInAs);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText(user.id);
  for (const query of ["user=%00", "user=nobody", "before=x&user=a&user=b", `before=${user.id}`])
    expect((await page.goto(`/admin/audit?${query}`))?.status(), query).toBe(200);
});

const rows = (page: Page) => page.getByRole("table").locator("tbody").getByRole("row");

async function openTrail(
  page: Page,
  user: TestUser,
  database: TestDatabase,
  signInAs: (user: TestUser) => Promise<void>,
) {
  await signInAs(await database.createUser({ role: "admin" }));
  await page.goto(`/admin/audit?user=${user.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Audit trail" })).toBeVisible();
}
