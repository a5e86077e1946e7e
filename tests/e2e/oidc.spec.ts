// Signing in through an OpenID Connect provider: a real one, in a process of its own.
import type { Page } from "@playwright/test";
import { expire } from "../support/e2e-access-token";
import type { TestDatabase } from "../support/e2e-database";
import { field, submitSignIn } from "../support/e2e-forms";
import { signInAtProvider } from "../support/e2e-oidc";
import { expect, test } from "../support/e2e-test";

test("the first sign-in makes a user, the next one finds them again", async ({
  page,
  newBrowser,
  database,
}) => {
  const login = `new-${crypto.randomUUID()}`;
  await page.goto("/account?from=oidc");
  await startAtSignIn(page);
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account?from=oidc");
  await expect(page.getByRole("region", { name: "You" })).toContainText(`Provider's ${login}`);
  await expect(page.getByRole("region", { name: "Connected accounts" })).toContainText("connected");
  await expect(page.getByRole("region", { name: "Password" })).toContainText(
    "You have no password here",
  );

  const other = await (await newBrowser()).newPage();
  await other.goto("/sign-in");
  await startAtSignIn(other);
  await signInAtProvider(other, login);
  await expect(other).toHaveURL("/account");
  const users = await usersWith(database, `${login}@provider.example`);
  expect(users).toHaveLength(1);
  expect(await whoIs(other)).toEqual(await whoIs(page));
  expect((await whoIs(page)).id).toBe(users[0]?.id);
});

test("someone who is signed in connects the two accounts, and can then use either", async ({
  page,
  user,
  signInAs,
  newBrowser,
  sessionCookie,
  trait,
  baseURL,
}) => {
  const login = `linked-${crypto.randomUUID()}`;
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
  // Whoever takes their time there comes back with an access token that has ended.
  if (trait.refreshCookie) {
    const value = await expire(await sessionCookie());
    await page.context().addCookies([{ name: trait.cookie, value, url: `${baseURL}` }]);
  }
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("region", { name: "Connected accounts" })).toContainText("connected");
  await expect(page.getByRole("region", { name: "You" })).toContainText(user.email);

  const other = await (await newBrowser()).newPage();
  await other.goto("/sign-in");
  await startAtSignIn(other);
  await signInAtProvider(other, login);
  await expect(other).toHaveURL("/account");
  expect((await whoIs(other)).id).toBe(user.id);
});

test("what is connected can be disconnected, and lets nobody in from then on", async ({
  page,
  user,
  database,
  signInAs,
  newBrowser,
}) => {
  const login = `undone-${crypto.randomUUID()}`;
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await signInAtProvider(page, login);
  const panel = page.getByRole("region", { name: "Connected accounts" });
  await panel.getByRole("button", { name: "Disconnect OpenID Connect" }).click();
  await expect(panel.getByText("None yet.")).toBeVisible();
  expect(await accountsOf(database, user.id)).toEqual([]);
  expect((await whoIs(page)).id).toBe(user.id);
  const events = await database.sql<{ event: string }>(
    `SELECT event FROM "AuditEvent" WHERE "userId" = $1 ORDER BY at, id`,
    [user.id],
  );
  expect(events.map(({ event }) => event)).toEqual([
    "signed-in",
    "account-connected",
    "account-disconnected",
  ]);

  const other = await (await newBrowser()).newPage();
  await other.goto("/sign-in");
  await startAtSignIn(other);
  await signInAtProvider(other, login);
  await expect(other).toHaveURL("/account");
  expect((await whoIs(other)).id).not.toBe(user.id);
});

test("the only way in cannot be disconnected", async ({ page }) => {
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await signInAtProvider(page, `only-${crypto.randomUUID()}`);
  const panel = page.getByRole("region", { name: "Connected accounts" });
  await panel.getByRole("button", { name: "Disconnect OpenID Connect" }).click();
  await expect(panel.getByText("You have no other way to sign in.")).toBeVisible();
  await page.reload();
  await expect(panel).toContainText("connected");
});

test("who signed in a while ago signs in again first, and can then connect", async ({
  page,
  user,
  database,
  signInAs,
  strategy,
}) => {
  // The others seal the time into a cookie; tests/contract/authjs-arrival.test.ts turns their clock.
  test.skip(strategy !== "database", "the time of the sign-in is in no row");
  await signInAs(user);
  await database.sql(
    `UPDATE "Session" SET "authTime" = now() - interval '1 hour' WHERE "userId" = $1`,
    [user.id],
  );
  await page.goto("/account");
  const panel = page.getByRole("region", { name: "Connected accounts" });
  await expect(panel.getByRole("button", { name: "Connect OpenID Connect" })).toBeHidden();
  await panel.getByRole("link", { name: "Sign in again" }).click();
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
  await panel.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await signInAtProvider(page, `again-${crypto.randomUUID()}`);
  await expect(panel).toContainText("connected");
  expect((await whoIs(page)).id).toBe(user.id);
});

test("a changed password says who can still sign in", async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await signInAtProvider(page, `still-${crypto.randomUUID()}`);
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill("another correct horse");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(
    page.getByText("These accounts can still sign in as you: OpenID Connect."),
  ).toBeVisible();
});

test("the same email alone connects nothing, and the page says why", async ({
  page,
  user,
  database,
  sessionCookie,
}) => {
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await signInAtProvider(page, `stranger-${crypto.randomUUID()}:${user.email}`);
  await expect(page).toHaveURL(/\/sign-in\?.*error=OAuthAccountNotLinked/);
  await expect(page.getByText("An account with this email exists already.")).toBeVisible();
  expect(await sessionCookie()).toBeUndefined();
  expect(await accountsOf(database, user.id)).toEqual([]);
});

test("a login that is somebody else's already is not taken over", async ({
  page,
  user,
  database,
  signInAs,
  newBrowser,
}) => {
  const login = `taken-${crypto.randomUUID()}`;
  const owner = await (await newBrowser()).newPage();
  await owner.goto("/sign-in");
  await startAtSignIn(owner);
  await signInAtProvider(owner, login);
  await expect(owner).toHaveURL("/account");

  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await signInAtProvider(page, login);
  await expect(page.getByText("That login belongs to another account here.")).toBeVisible();
  expect(await accountsOf(database, user.id)).toEqual([]);
  expect((await whoIs(page)).id).toBe(user.id);
});

test("a session that ended on the way connects nothing", async ({
  page,
  user,
  database,
  signInAs,
  trait,
}) => {
  test.skip(!trait.canRevoke, "there is no record to end");
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
  await database.sql(`DELETE FROM "Session" WHERE "userId" = $1`, [user.id]);
  await signInAtProvider(page, `late-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
  expect((await whoIs(page)).id).not.toBe(user.id);
  expect(await accountsOf(database, user.id)).toEqual([]);
});

test("who cancels at the provider is told so, and can try again", async ({ page }) => {
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByText("The provider did not sign you in.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with OpenID Connect" })).toBeVisible();
});

test("an answer that the provider did not give signs nobody in", async ({ newClient, trait }) => {
  const client = newClient();
  for (const query of [
    "",
    "?code=x&state=y",
    "?code=x&state=%00",
    "?error=access_denied",
    "?code[]=x",
  ]) {
    const answer = await client.get(`/api/auth/callback/oidc${query}`);
    expect(answer.status, query).toBe(302);
    expect(answer.headers.get("location"), query).toMatch(/\/sign-in\?error=/);
    expect(client.cookies.has(trait.cookie)).toBe(false);
  }
});

test("without JavaScript, too", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await signInAtProvider(page, `plain-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
  await context.close();
});

async function startAtSignIn(page: Page) {
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
}

async function whoIs(page: Page): Promise<{ id: string }> {
  return (await (await page.request.get("/api/me")).json()).user;
}

const usersWith = (database: TestDatabase, email: string) =>
  database.sql<{ id: string }>(`SELECT id FROM "User" WHERE email = $1`, [email]);

const accountsOf = (database: TestDatabase, userId: string) =>
  database.sql(`SELECT provider FROM "Account" WHERE "userId" = $1`, [userId]);
