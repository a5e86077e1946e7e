// The app without middleware.ts: pages and actions still refuse, and send no protected content.
import { folderOf } from "../../scripts/lib/build-copy.mjs";
import { runNode } from "../../scripts/lib/run.mjs";
import { expire } from "../support/e2e-access-token";
import { catchAction } from "../support/e2e-actions";
import { startApp } from "../support/e2e-app";
import { field, submitSignIn } from "../support/e2e-forms";
import { test as base, expect } from "../support/e2e-test";
import { PROTECTED, PROTECTED_WORDS, WAYS_TO_ASK } from "../support/e2e-ways-to-ask";

const test = base.extend({
  appUrl: [
    async ({ strategy, database }, use) => {
      await runNode("The build without middleware", [
        "scripts/lib/build-for-tests.mjs",
        "without-middleware",
      ]);
      const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url };
      const app = await startApp({ env, folder: folderOf("without-middleware") });
      await use(app.url);
      await app.stop();
    },
    // The build alone takes minutes, and the workers wait for each other's.
    { scope: "worker", timeout: 30 * 60_000 },
  ],
});

// In one worker, which has one such app.
test.describe.configure({ mode: "default" });

for (const { name, path, headers } of WAYS_TO_ASK)
  test(`a guest's request by ${name} returns no protected content`, async ({
    newClient,
    user,
    database,
    trait,
  }) => {
    await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
    const forger = newClient();
    forger.cookies.set(trait.cookie, "x".repeat(43));
    for (const client of [newClient(), forger])
      for (const page of PROTECTED) {
        const answer = await client.get(path(page), headers);
        expect(answer.status).toBeLessThan(500);
        for (const secret of [user.id, user.email, ...PROTECTED_WORDS])
          expect(answer.text, page).not.toContain(secret);
      }
  });

test("this build has no middleware and the same pages", async ({ newClient, user, database }) => {
  await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
  const client = newClient();
  await client.signIn(user);
  const answer = await client.get("/account");
  expect(answer.headers.get("content-security-policy")).toBeNull();
  expect(answer.text).toContain(user.email);
  expect((await client.get("/admin")).text).toContain(user.email);
});

test("a route handler inside `auth` gets the session", async ({ newClient, user }) => {
  const client = newClient();
  expect((await client.get("/api/wrapped/one")).status).toBe(401);
  await client.signIn(user);
  const known = { id: user.id, email: user.email };
  const answer = await client.get("/api/wrapped/one");
  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ part: "one", user: known, same: { user: known } });
  const posted = await client.post("/api/wrapped/two", {});
  expect([posted.status, posted.text]).toEqual([202, user.id]);
});

test("a guest is redirected to the sign-in page and back afterwards", async ({ page, user }) => {
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in?callbackUrl=%2Faccount");
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
});

test("an expired access token is refreshed by a page visit and by a form", async ({
  page,
  context,
  user,
  signInAs,
  sessionCookie,
  baseURL,
  trait,
  allowConsole,
}) => {
  test.skip(!trait.refreshCookie, "there is nothing to refresh");
  allowConsole(/503/);
  const age = async () => {
    const value = await expire(await sessionCookie());
    await context.addCookies([{ name: trait.cookie, value, url: `${baseURL}` }]);
  };
  await signInAs(user);
  await age();
  await page.goto("/account");
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
  await expect(page).toHaveURL("/account");

  const fillIn = async () => {
    await field(page, "Current password").fill(user.password);
    await field(page, "New password").fill("another few words in a row");
  };
  await fillIn();
  await age();
  const change = page.getByRole("button", { name: "Change password" });
  await page.route("**/api/session/refresh", (route) => route.fulfill({ status: 503, json: {} }));
  await change.click();
  await expect(page.getByRole("alert").filter({ hasText: "could not check" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.unroute("**/api/session/refresh");
  await fillIn();
  await change.click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
});

test("a user who is not an admin gets the page of an unknown URL", async ({
  page,
  user,
  signInAs,
  allowConsole,
}) => {
  allowConsole(/404/);
  await signInAs(user);
  await page.goto("/admin");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});

test("actions refuse guests", async ({ page, user, database, signInAs, newClient }) => {
  const admin = await database.createUser({ role: "admin" });
  await signInAs(admin);
  await page.goto("/admin");
  const row = page.getByRole("row", { name: user.email });
  const changeRole = await catchAction(page, async () => {
    await row.getByRole("button", { name: "Make admin" }).click();
    await expect(row.getByRole("status")).toHaveText("Now admin.");
  });
  await page.goto("/account");
  const changePassword = await catchAction(page, async () => {
    await field(page, "Current password").fill(admin.password);
    await field(page, "New password").fill("another few words in a row");
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Your password is changed.")).toBeVisible();
  });

  await database.sql(`UPDATE "User" SET role = 'user' WHERE id = $1`, [user.id]);
  const before = await rows();
  for (const action of [changeRole, changePassword]) {
    const answer = await action.resend(newClient());
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain(admin.email);
  }
  expect(await rows()).toEqual(before);

  function rows() {
    return database.sql(
      `SELECT u.role, p.hash FROM "User" u JOIN "Password" p ON p."userId" = u.id WHERE u.id IN ($1, $2) ORDER BY u.id`,
      [admin.id, user.id],
    );
  }
});
