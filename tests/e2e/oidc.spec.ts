// Signing in through an OpenID Connect provider: a real one in a separate process.
import type { Page } from "@playwright/test";
import { expire } from "../support/e2e-access-token";
import { ageSession, withAgedSessions as test } from "../support/e2e-age";
import type { TestDatabase } from "../support/e2e-database";
import { field, submitSignIn } from "../support/e2e-forms";
import { signInAtProvider } from "../support/e2e-oidc";
import { getStage } from "../support/e2e-stage";
import { expect } from "../support/e2e-test";

test("the first sign-in creates a user, and the next one finds it", async ({
  page,
  newBrowser,
  database,
}) => {
  const login = `new-${crypto.randomUUID()}`;
  await page.goto("/account?from=oidc");
  await startAtSignIn(page);
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account?from=oidc");
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(
    `Provider's ${login}`,
  );
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

test('"Keep me signed in" stands on the page once and counts for a provider too', async ({
  page,
  trait,
}) => {
  await page.goto("/sign-in");
  const box = page.getByLabel("Keep me signed in").filter({ visible: true });
  await expect(box).toHaveCount(1);
  await box.check();
  await startAtSignIn(page);
  await signInAtProvider(page, `kept-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === trait.cookie)?.expires).toBeGreaterThan(0);
});

test("a signed-in user connects the two accounts and can then use both", async ({
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
  // A user who needs long at the provider returns with an expired access token.
  if (trait.refreshCookie) {
    const value = await expire(await sessionCookie());
    await page.context().addCookies([{ name: trait.cookie, value, url: `${baseURL}` }]);
  }
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("region", { name: "Connected accounts" })).toContainText("connected");
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);

  const other = await (await newBrowser()).newPage();
  await other.goto("/sign-in");
  await startAtSignIn(other);
  await signInAtProvider(other, login);
  await expect(other).toHaveURL("/account");
  expect((await whoIs(other)).id).toBe(user.id);
});

test("a connected account can be disconnected and is refused afterwards", async ({
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

test("the only way to sign in cannot be disconnected", async ({ page, database }) => {
  const login = `only-${crypto.randomUUID()}`;
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  // With a confirmed address, a sign-in link would be another way to sign in.
  await database.sql(`UPDATE "User" SET "emailVerified" = NULL WHERE email = $1`, [
    `${login}@provider.example`,
  ]);
  const panel = page.getByRole("region", { name: "Connected accounts" });
  await panel.getByRole("button", { name: "Disconnect OpenID Connect" }).click();
  await expect(panel.getByText("You have no other way to sign in.")).toBeVisible();
  await page.reload();
  await expect(panel).toContainText("connected");
});

test("a form that is sent before hydration shows its result, also after hydration", async ({
  page,
  user,
  signInAs,
  database,
}) => {
  await signInAs(user);
  await database.sql(
    `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt")
     VALUES ($1, 'oidc', 'oidc', $2, now())`,
    [user.id, `early-${crypto.randomUUID()}`],
  );
  await database.sql(`DELETE FROM "Password" WHERE "userId" = $1`, [user.id]);
  let hydrate = () => {};
  const hydration = new Promise<void>((resolve) => {
    hydrate = resolve;
  });
  await page.route(/_next.*\.js/, async (route) => {
    await hydration;
    await route.continue();
  });
  await page.goto("/account", { waitUntil: "commit" });
  const panel = page.getByRole("region", { name: "Connected accounts" });
  const refusal = panel.getByText("You have no other way to sign in.");
  await panel.getByRole("button", { name: "Disconnect OpenID Connect" }).click();
  await expect(refusal).toBeVisible();
  hydrate();
  await page.waitForFunction(() => {
    const form = document.querySelector("main form:has(button)") ?? {};
    return Object.keys(form).some((key) => key.startsWith("__reactFiber"));
  });
  await expect(refusal).toBeVisible();
});

test("a user without a recent sign-in signs in again and then connects an account", async ({
  page,
  user,
  openLater,
}) => {
  await openLater(user, "/account");
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

test("a user who signs in again is asked by the provider; without that the sign-in does not count", async ({
  page,
  context,
  database,
  trait,
}) => {
  const login = `asked-${crypto.randomUUID()}`;
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  await ageSession(context, { database, user: await whoIs(page), trait });

  const panel = page.getByRole("region", { name: "Connected accounts" });
  const signInAgain = async () => {
    await page.goto("/account");
    await panel.getByRole("link", { name: "Sign in again" }).click();
    await startAtSignIn(page);
  };
  // Somebody else who sits there leaves out what makes the provider ask.
  const authorization = new RegExp(`^${getStage().oidcIssuer}/auth\\?`);
  await page.route(
    authorization,
    (route) => route.continue({ url: route.request().url().replace("max_age=0", "") }),
    { times: 1 },
  );
  await signInAgain();
  await expect(page.getByText("The provider did not ask you again.")).toBeVisible();
  await signInAgain();
  await signInAtProvider(page, login);
  await expect(page).toHaveURL("/account");
  await expect(panel.getByRole("link", { name: "Sign in again" })).toBeHidden();
});

test("the answer to a password change lists the other ways to sign in", async ({
  page,
  user,
  signInAs,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await signInAtProvider(page, `still-${crypto.randomUUID()}`);
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill("another correct horse");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("These can still sign in as you: OpenID Connect.")).toBeVisible();
});

test("an equal email does not connect accounts, and the page says why", async ({
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

test("a login that belongs to another user is not moved", async ({
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

test("a session that ended meanwhile does not connect an account", async ({
  page,
  user,
  database,
  signInAs,
  trait,
  stored,
}) => {
  test.skip(!trait.canEnd, "no session can be ended");
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
  await stored.endAll(user);
  await signInAtProvider(page, `late-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
  expect((await whoIs(page)).id).not.toBe(user.id);
  expect(await accountsOf(database, user.id)).toEqual([]);
});

test("a user who cancels at the provider gets a message and can try again", async ({ page }) => {
  await page.goto("/sign-in");
  await startAtSignIn(page);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByText("The provider did not sign you in.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with OpenID Connect" })).toBeVisible();
});

test("a forged answer of the provider is refused", async ({ newClient, trait }) => {
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

test("sign-in works without JavaScript", async ({ browser, baseURL }) => {
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
