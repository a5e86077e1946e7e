import { field, signUp, submitSignIn, submitSignUp } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

test("signing up leads to the account page, signed in", async ({ page, database }) => {
  const email = `new-${crypto.randomUUID()}@example.com`;
  await page.goto("/sign-in");
  await page.getByRole("main").getByRole("link", { name: "Sign up" }).click();
  await signUp(page, {
    name: "Nora New",
    email: email.toUpperCase(),
    password: "a few words in a row",
  });

  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText("Nora New");
  await expect(page.getByRole("banner")).toContainText("Nora New");
  const users = await database.sql(`SELECT email, role FROM "User" WHERE email = $1`, [email]);
  expect(users).toEqual([{ email, role: "user" }]);
});

test("signing up shows an error per field and keeps the input except passwords", async ({
  page,
  user,
}) => {
  await page.goto("/sign-up");
  await submitSignUp(page, { name: "Tess", email: user.email, password: "short" });
  await expect(page.getByText("Use at least 8 characters.")).toBeVisible();
  await expect(field(page, "Email")).toHaveValue(user.email);

  await field(page, "Password").fill("Tess and nobody else");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Use a password without your name or email address")).toBeVisible();

  await field(page, "Password").fill("long enough this time");
  await page.getByRole("button", { name: "Create account" }).click();
  // The same as for a new one, where mail is on (email.spec.ts).
  const taken = page.getByText("This email has an account already.");
  await expect(taken.or(page.getByText("A mail is on its way to this address."))).toBeVisible();
  await expect(page).toHaveURL("/sign-up");
});

test("signing in leads to the account page", async ({ page, user, sessionCookie }) => {
  await page.goto("/sign-in");
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
  expect(await sessionCookie()).toBeTruthy();
});

test("signing in returns to the previous page with its query", async ({ page, user }) => {
  await page.goto("/account?tab=a%26b&x=1");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  // Through the other form, which must keep it.
  await page.getByRole("main").getByRole("link", { name: "Sign up" }).click();
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account?tab=a%26b&x=1");
});

test("a wrong password and an unknown email get the same answer", async ({ page, user }) => {
  const answers: string[] = [];
  const attempts = [
    { email: user.email, password: "not the password" },
    { email: `nobody-${crypto.randomUUID()}@example.com`, password: user.password },
  ];
  for (const attempt of attempts) {
    await page.goto("/sign-in");
    await submitSignIn(page, attempt);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toBeVisible();
    await expect(page).toHaveURL("/sign-in");
    await expect(field(page, "Email")).toHaveValue(attempt.email);
    await expect(field(page, "Password")).toHaveValue("");
    answers.push((await alert.textContent()) ?? "");
  }
  expect(answers[0]).toContain("Email or password is not right.");
  expect(answers[1]).toBe(answers[0]);
});

test("a signed-in user sees a message instead of the form", async ({ page, user, signInAs }) => {
  await signInAs(user);
  for (const path of ["/sign-in", "/sign-up"]) {
    await page.goto(`${path}?callbackUrl=/about`);
    await expect(page.getByText("You are signed in")).toBeVisible();
    await expect(page.getByRole("link", { name: "Continue" })).toHaveAttribute("href", "/about");
    await expect(field(page, "Password")).toHaveCount(0);
  }
});

test("signing in again ends the previous session, if the strategy can", async ({
  user,
  signInAs,
  sessionCookie,
  request,
  trait,
  stored,
}) => {
  await signInAs(user);
  const before = await sessionCookie();
  await signInAs(user);
  expect(await sessionCookie()).not.toBe(before);
  const replay = await request.get("/api/me", { headers: { cookie: `${trait.cookie}=${before}` } });
  expect(replay.status()).toBe(trait.endNoticedWithin === 0 ? 401 : 200);
  expect(await stored.idsOf(user)).toHaveLength(trait.canList ? 1 : 0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a user can sign up", async ({ page }) => {
    await page.goto("/sign-up");
    const email = `new-${crypto.randomUUID()}@example.com`;
    await signUp(page, { name: "Nora New", email, password: "a few words in a row" });
  });

  test("a user can sign in, also after a wrong password", async ({ page, user, context }) => {
    await page.goto("/account");
    await submitSignIn(page, { ...user, password: "not the password" });
    await expect(page.getByText("Email or password is not right.")).toBeVisible();
    await submitSignIn(page, user);
    await expect(page).toHaveURL("/account");
    expect((await context.request.get("/api/me")).status()).toBe(200);
  });
});
