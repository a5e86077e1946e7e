import { expectAccessible } from "../support/e2e-accessibility";
import { ageSession } from "../support/e2e-age";
import { submitSignIn } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

const exists = `SELECT id FROM "User" WHERE id = $1`;

test("deleting an account signs out here, and elsewhere as soon as the strategy states", async ({
  page,
  user,
  signInAs,
  newClient,
  database,
  sessionCookie,
  trait,
}) => {
  const other = newClient();
  await other.signIn(user);
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("link", { name: "Delete the account" }).click();
  await expect(page.getByRole("heading", { name: "Delete your account" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("heading", { name: "Your account is deleted" })).toBeVisible();

  expect(await database.sql(exists, [user.id])).toEqual([]);
  expect(await sessionCookie()).toBeUndefined();
  expect((await other.get("/api/me")).status).toBe(trait.endNoticedWithin === 0 ? 401 : 200);
  expect((await other.get("/admin")).text).not.toContain("Another admin can change it");
  if (trait.refreshCookie) expect((await other.post("/api/session/refresh", {})).status).toBe(401);
  expect((await newClient().signIn(user)).text).toContain("CredentialsSignin");
});

test("a page of another user and another site cannot delete the account", async ({
  user,
  newClient,
  database,
}) => {
  const client = newClient();
  await client.signIn(user);
  const path = "/account/delete/confirm";
  const ours = await client.post(`${path}?shown-to=somebody-else`, {});
  expect(ours.headers.get("location")).toBe("/sign-in?error=OtherUser");
  expect((await client.post(path, {})).headers.get("location")).toBe("/sign-in?error=OtherUser");
  const foreign = { origin: "https://evil.example" };
  expect((await client.post(`${path}?shown-to=${user.id}`, {}, foreign)).status).toBe(403);
  expect((await client.get(`${path}?shown-to=${user.id}`)).status).toBe(405);
  expect(await database.sql(exists, [user.id])).toHaveLength(1);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a user without a recent sign-in signs in again and then deletes the account", async ({
    page,
    context,
    user,
    signInAs,
    database,
    trait,
  }) => {
    await signInAs(user);
    await page.goto("/account/delete");
    await ageSession(context, { database, user, trait });
    // The page is old, too.
    await page.getByRole("button", { name: "Delete my account" }).click();
    await submitSignIn(page, user);
    await expect(page).toHaveURL("/account/delete");
    expect(await database.sql(exists, [user.id])).toHaveLength(1);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await expect(page).toHaveURL("/account-deleted");
    expect(await database.sql(exists, [user.id])).toEqual([]);
  });
});
