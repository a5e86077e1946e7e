import type { BrowserContext, Page } from "@playwright/test";
import { catchAction } from "../support/e2e-actions";
import type { Client } from "../support/e2e-client";
import type { TestDatabase, TestUser } from "../support/e2e-database";
import { field, submitSignIn } from "../support/e2e-forms";
import type { Traits } from "../support/e2e-strategies";
import { expect, test } from "../support/e2e-test";

test("a user who is not an admin gets the same page as for an unknown URL", async ({
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

test("a new role takes effect as soon as the strategy states", async ({
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

  // Pages that require a role notice it at once under every strategy.
  const otherPage = await other.newPage();
  await otherPage.goto("/admin");
  await expect(otherPage.getByRole("heading", { name: "Users" })).toBeVisible();
  // Other pages notice it when the strategy reads the role.
  expect(await roleOf(other)).toBe(trait.carriesUser ? "user" : "admin");
  await signInAs(user, other);
  expect(await roleOf(other)).toBe("admin");

  await changeRole(page, user, "user");
  await otherPage.reload();
  await expect(otherPage.getByRole("heading", { name: "Not found" })).toBeVisible();
  expect(await roleOf(other)).toBe(trait.carriesUser ? "admin" : "user");
});

test("an admin who was demoted meanwhile cannot change roles", async ({
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

test("a request from an admin's browser is refused when another user sends it", async ({
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

  // The same request with an admin's cookie works, so the cookie was the reason.
  const again = newClient();
  await again.signIn(admin);
  await action.resend(again);
  expect(await storedRole(database, user)).toBe("admin");
});

test("an admin cannot change their own role", async ({ page, database, signInAs }) => {
  const admin = await database.createUser({ role: "admin" });
  await signInAs(admin);
  await page.goto("/admin");
  await expect(page.getByRole("row", { name: admin.email }).getByRole("button")).toHaveCount(0);
});

test.describe("the page of a user", () => {
  const sessions = (page: Page) => page.getByRole("region", { name: "Sessions" });
  const access = (page: Page) => page.getByRole("region", { name: "Access" });

  test("is only for admins, like the audit trail", async ({
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

  test("of an unknown id is not found", async ({ page, database, signInAs, allowConsole }) => {
    allowConsole(/404/);
    await signInAs(await database.createUser({ role: "admin" }));
    for (const id of ["nobody", "%00", "..%2f", "x".repeat(300)]) {
      await page.goto(`/admin/users/${id}`);
      await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
    }
  });

  test("ends one or all sessions, if the strategy keeps records", async ({
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
    if (!trait.canEnd) {
      await expect(sessions(page)).toContainText("keeps no record of sessions");
      await expect(sessions(page).getByRole("button")).toHaveCount(0);
      return;
    }
    await expect(sessions(page).getByRole("listitem")).toHaveCount(trait.canList ? 3 : 0);
    if (trait.canList) {
      await sessions(page).getByRole("button", { name: "End it" }).first().click();
      await expect(sessions(page).getByRole("status")).toHaveText("Sessions ended: 1.");
      await expect(sessions(page).getByRole("listitem")).toHaveCount(2);
    }
    await sessions(page).getByRole("button", { name: "End all" }).click();
    const ended = trait.canList ? 2 : "all";
    await expect(sessions(page).getByRole("status")).toHaveText(`Sessions ended: ${ended}.`);
    for (const client of clients) expect(await isOut(client, trait)).toBe(true);
  });

  test("disables and enables a user: sign-in is refused, and sessions end as soon as the strategy states", async ({
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

    // Requests that read the database notice it at once under every strategy; others as the page says.
    expect((await signedIn.get("/admin")).text).toContain("/sign-in?callbackUrl=%2Fadmin");
    expect((await signedIn.get("/api/me")).status).toBe(trait.endNoticedWithin === 0 ? 401 : 200);
    if (trait.canEnd) expect(await isOut(signedIn, trait)).toBe(true);
    else await expect(access(page)).toContainText("continue to work until they expire");

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

  test("does not let admins disable themselves or end their own sessions, even with a forged form", async ({
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
    if (trait.canEnd) {
      await sessions(page)
        .getByRole("button", { name: /^End (it|all)/ })
        .first()
        .click();
      await expect(sessions(page)).toContainText("End your own sessions on");
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

  test("refuses an admin's request to disable a user when another user sends it", async ({
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
