import type { BrowserContext, Page } from "@playwright/test";
import { catchAction } from "../support/e2e-actions";
import type { Client } from "../support/e2e-client";
import type { TestDatabase, TestUser } from "../support/e2e-database";
import { field, submitSignIn } from "../support/e2e-forms";
import type { Traits } from "../support/e2e-strategies";
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
    expect((await action.resend(client, {}, user.id)).status).toBeLessThan(500);
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

test.describe("the page of a user", () => {
  const sessions = (page: Page) => page.getByRole("region", { name: "Sessions" });
  const access = (page: Page) => page.getByRole("region", { name: "Access" });

  test("is for admins alone, and so is the audit trail", async ({
    page,
    user,
    signInAs,
    allowConsole,
  }) => {
    allowConsole(/404/);
    await signInAs(user);
    for (const path of [`/admin/users/${user.id}`, "/admin/audit"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
      expect(await page.content()).not.toMatch(/May sign in|newest first/);
    }
  });

  test("of nobody is not found", async ({ page, database, signInAs, allowConsole }) => {
    allowConsole(/404/);
    await signInAs(await database.createUser({ role: "admin" }));
    for (const id of ["nobody", "%00", "..%2f", "x".repeat(300)]) {
      await page.goto(`/admin/users/${id}`);
      await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
    }
  });

  test("ends one session, and all, where there is a record of them", async ({
    page,
    user,
    database,
    signInAs,
    newClient,
    trait,
  }) => {
    const clients = [newClient(), newClient(), newClient()];
    for (const client of clients) await client.signIn(user);
    await signInAs(await database.createUser({ role: "admin" }));
    await openUser(page, user);
    if (!trait.canRevoke) {
      await expect(sessions(page)).toContainText("keeps no record of sessions");
      await expect(sessions(page).getByRole("button")).toHaveCount(0);
      return;
    }
    await expect(sessions(page).getByRole("listitem")).toHaveCount(3);
    await sessions(page).getByRole("button", { name: "End it" }).first().click();
    await expect(sessions(page).getByRole("status")).toHaveText("Sessions ended: 1.");
    await expect(sessions(page).getByRole("listitem")).toHaveCount(2);
    await sessions(page).getByRole("button", { name: "End all" }).click();
    await expect(sessions(page).getByRole("status")).toHaveText("Sessions ended: 2.");
    for (const client of clients) expect(await isOut(client, trait)).toBe(true);
  });

  test("disables and enables: no sign-in, and every session out as soon as the strategy says", async ({
    page,
    user,
    database,
    signInAs,
    newBrowser,
    newClient,
    trait,
  }) => {
    const signedIn = newClient();
    await signedIn.signIn(user);
    await signInAs(await database.createUser({ role: "admin" }));
    await openUser(page, user);
    await access(page).getByRole("button", { name: "Disable this user" }).click();
    await expect(access(page).getByRole("button", { name: "Enable this user" })).toBeVisible();
    await expect(page.getByRole("region", { name: "User", exact: true })).toContainText("disabled");

    // Where the database is asked, at once under every strategy; elsewhere as the page says.
    expect((await signedIn.get("/admin")).text).toContain("/sign-in?callbackUrl=%2Fadmin");
    expect((await signedIn.get("/api/me")).status).toBe(trait.noticesWithin === 0 ? 401 : 200);
    if (trait.canRevoke) expect(await isOut(signedIn, trait)).toBe(true);
    else await expect(access(page)).toContainText("works on until it expires");

    const elsewhere = await (await newBrowser()).newPage();
    await elsewhere.goto("/sign-in");
    await submitSignIn(elsewhere, { ...user, password: "wrong" });
    const alert = elsewhere.getByRole("main").getByRole("alert");
    await expect(alert).toContainText("Email or password is not right.");
    await field(elsewhere, "Password").fill(user.password);
    await elsewhere.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(alert).toContainText("This account has been disabled");
    await expect(elsewhere).toHaveURL(/\/sign-in/);

    await access(page).getByRole("button", { name: "Enable this user" }).click();
    await expect(access(page).getByRole("button", { name: "Disable this user" })).toBeVisible();
    await field(elsewhere, "Password").fill(user.password);
    await elsewhere.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(elsewhere).toHaveURL("/account");
  });

  test("nobody disables themselves or ends their own sessions here, not by a forged form either", async ({
    page,
    user,
    database,
    signInAs,
    newClient,
    trait,
  }) => {
    const admin = await database.createUser({ role: "admin" });
    await signInAs(admin);
    await newClient().signIn(user);
    await page.goto(`/admin/users/${admin.id}`);
    await expect(access(page)).toContainText("Another admin can disable you.");
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);

    await openUser(page, user);
    for (const input of await page.locator("input[name=userId]").all())
      await input.evaluate((element, id) => {
        (element as HTMLInputElement).value = id;
      }, admin.id);
    if (trait.canRevoke) {
      await sessions(page).getByRole("button", { name: "End it" }).click();
      await expect(sessions(page)).toContainText("Your own sessions are ended on");
      expect((await page.request.get("/api/me")).status()).toBe(200);
    }
    await access(page).getByRole("button", { name: "Disable this user" }).click();
    await expect(access(page).getByRole("status")).toHaveText(
      "You can only be disabled by another admin.",
    );
    const [row] = await database.sql<object>(`SELECT "disabledAt" FROM "User" WHERE id = $1`, [
      admin.id,
    ]);
    expect(row).toEqual({ disabledAt: null });
  });

  test("what an admin's browser sent to disable someone does nothing when somebody else sends it", async ({
    page,
    user,
    database,
    signInAs,
    newClient,
  }) => {
    const victim = await database.createUser();
    await signInAs(await database.createUser({ role: "admin" }));
    await openUser(page, victim);
    const action = await catchAction(page, () =>
      access(page).getByRole("button", { name: "Disable this user" }).click(),
    );
    await expect(access(page).getByRole("button", { name: "Enable this user" })).toBeVisible();
    await database.sql(`UPDATE "User" SET "disabledAt" = NULL WHERE id = $1`, [victim.id]);
    const [guest, member] = [newClient(), newClient()];
    await member.signIn(user);
    for (const client of [guest, member]) await action.resend(client, {}, user.id);
    const [row] = await database.sql<object>(`SELECT "disabledAt" FROM "User" WHERE id = $1`, [
      victim.id,
    ]);
    expect(row).toEqual({ disabledAt: null });
  });
});

async function openUser(page: Page, user: TestUser) {
  await page.goto("/admin");
  await page.getByRole("row", { name: user.email }).getByRole("link").click();
  await expect(page).toHaveURL(`/admin/users/${user.id}`);
  await expect(page.getByRole("region", { name: "User", exact: true })).toContainText(user.email);
}

/** Whether its session cannot go on: at once, or when the access token ends. */
async function isOut(client: Client, trait: Traits): Promise<boolean> {
  const answer = trait.refreshCookie
    ? await client.post("/api/session/refresh", {})
    : await client.get("/api/me");
  return answer.status === 401;
}

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
