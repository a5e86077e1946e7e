// Features with mails, in a browser. tests/contract/email has further tests.
import type { Page } from "@playwright/test";
import { expire } from "../support/e2e-access-token";
import { expectAccessible } from "../support/e2e-accessibility";
import { field, mailedLink, submitSignIn, submitSignUp } from "../support/e2e-forms";
import { signInAtProvider } from "../support/e2e-oidc";
import { expect, test } from "../support/e2e-test";

const newPassword = "another few words in a row";

async function ask(page: Page, path: string, email: string) {
  await page.goto(path);
  await field(page, "Email").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("If an account has this address")).toBeVisible();
}

test("a forgotten password: mail, link, button, new password, sign in", async ({
  page,
  user,
  signInAs,
  newBrowser,
  stored,
  trait,
}) => {
  const elsewhere = await newBrowser();
  await signInAs(user, elsewhere);
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page).toHaveURL("/forgot-password");
  await ask(page, "/forgot-password", user.email);
  const link = await mailedLink(page, user.email);

  const opened = await page.goto(link);
  expect(opened?.headers()["cache-control"]).toContain("no-store");
  await expect(page).toHaveURL("/reset-password?opened=1");
  await expectAccessible(page);
  await field(page, "New password").fill("password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Many people use this password")).toBeVisible();
  await field(page, "New password").fill(newPassword);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();

  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await submitSignIn(page, { ...user, password: newPassword });
  await expect(page).toHaveURL("/account");
  await page.goto(link);
  await expect(page.getByText("This link was used before, or it has expired.")).toBeVisible();
  await mailedLink(page, user.email, /^Your password was reset$/);
  const status = (await elsewhere.request.get("/api/me")).status();
  expect(status).toBe(trait.endNoticedWithin === 0 ? 401 : 200);
  expect(await stored.idsOf(user)).toHaveLength(trait.canList ? 1 : 0);
});

test("the mail after a reset lists the other ways to sign in", async ({ page, user, database }) => {
  // Without a confirmed address, a reset removes connected accounts.
  await database.sql(`UPDATE "User" SET "emailVerified" = now() WHERE id = $1`, [user.id]);
  await database.sql(
    `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt")
     VALUES ($1, 'oidc', 'oidc', $2, now())`,
    [user.id, `still-${crypto.randomUUID()}`],
  );
  await ask(page, "/forgot-password", user.email);
  await page.goto(await mailedLink(page, user.email));
  await field(page, "New password").fill(newPassword);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The mail that we sent lists the other ways")).toBeVisible();
  await mailedLink(page, user.email, /^Your password was reset$/);
  await page.goto(`/demo/mailbox?${new URLSearchParams({ to: user.email })}`);
  await expect(page.getByText("These can still sign in as you: OpenID Connect.")).toBeVisible();
});

test("signing in by a link is a full sign-in", async ({ page, user, trait, database, stored }) => {
  await database.sql(`UPDATE "User" SET "emailVerified" = now() WHERE id = $1`, [user.id]);
  await ask(page, "/sign-in-link", user.email);
  await page.goto(await mailedLink(page, user.email));
  expect((await page.request.get("/api/me")).status()).toBe(401);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/account");
  expect((await page.request.get("/api/me")).status()).toBe(200);
  expect(await stored.idsOf(user)).toHaveLength(trait.canList ? 1 : 0);
});

test("a new address is used after its confirmation, and the old address gets a notice", async ({
  page,
  user,
  signInAs,
}) => {
  await signInAs(user);
  await page.goto("/account");
  const email = `moved-${user.email}`;
  await field(page, "New address").fill(email);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByText("Yours changes when you confirm it there.")).toBeVisible();
  await mailedLink(page, user.email, /^Your email address is about to change$/);
  await page.goto(await mailedLink(page, email));
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByText("Your address is confirmed")).toBeVisible();
  await mailedLink(page, user.email, /^Your email address was changed$/);
  await page.goto("/account");
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(email);
});

test("a link to confirm an address works where the account is signed in, and nowhere else", async ({
  page,
  user,
  signInAs,
  newBrowser,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Send a link to confirm it" }).click();
  const link = await mailedLink(page, user.email, /confirm/i);
  const elsewhere = await (await newBrowser()).newPage();
  await elsewhere.goto(link);
  const confirm = elsewhere.getByRole("button", { name: "Confirm the address" });
  await expect(elsewhere.getByText("Sign in to that account in this browser first.")).toBeVisible();
  await expect(confirm).toBeHidden();
  await elsewhere.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await submitSignIn(elsewhere, user);
  await confirm.click();
  await expect(elsewhere.getByText("Your address is confirmed")).toBeVisible();
});

test("connecting and disconnecting a provider sends a mail", async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: "Connect OpenID Connect" }).click();
  await signInAtProvider(page, `told-${crypto.randomUUID()}`);
  const panel = page.getByRole("region", { name: "Connected accounts" });
  await panel.getByRole("button", { name: "Disconnect OpenID Connect" }).click();
  await expect(panel.getByText("None yet.")).toBeVisible();
  const subjects = async () => {
    const query = new URLSearchParams({ to: user.email });
    const mails: { subject: string }[] = await (
      await page.request.get(`/demo/api/mailbox?${query}`)
    ).json();
    return mails.map(({ subject }) => subject).sort();
  };
  await expect
    .poll(subjects)
    .toEqual(["A way to sign in was added", "A way to sign in was removed"]);
});

test("no answer reveals whether an address has an account @once", async ({ page, user }) => {
  const answers: string[] = [];
  for (const email of [user.email, `nobody-${user.email}`]) {
    await page.goto("/sign-up");
    await submitSignUp(page, { name: "Tess", email, password: newPassword });
    const said = page.getByRole("main").getByRole("status").first();
    await expect(said).toContainText("A mail is on its way");
    answers.push((await said.textContent()) ?? "");
    await ask(page, "/forgot-password", email);
    answers.push((await page.getByRole("main").textContent()) ?? "");
  }
  expect(answers.slice(2)).toEqual(answers.slice(0, 2));
});

/** Returns the requests of a page that had a text in the URL, in the redirect target, or in the Referer. */
function collectRequests(page: Page) {
  const sent: Promise<string[]>[] = [];
  page.on("request", (request) => {
    sent.push(
      (async () => {
        const { referer = "" } = await request.allHeaders();
        const location = (await (await request.response())?.headerValue("location")) ?? "";
        return [request.method(), request.url(), referer, location];
      })(),
    );
  });
  return async (text: string) =>
    (await Promise.all(sent))
      .filter((parts) => parts.some((part) => part.includes(text)))
      .map(([method, url]) => `${method} ${url}`);
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a password is reset, also after a refused one @once", async ({ page, user }) => {
    await ask(page, "/forgot-password", user.email);
    const link = await mailedLink(page, user.email);
    const asked = collectRequests(page);
    await page.goto(link);
    await field(page, "New password").fill("password");
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Choose another password.")).toBeVisible();
    await field(page, "New password").fill(newPassword);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Your password is changed")).toBeVisible();
    expect(await asked(new URL(link).searchParams.get("token") ?? "")).toEqual([`GET ${link}`]);
    await page.goto("/sign-in");
    await submitSignIn(page, { ...user, password: newPassword });
    await expect(page).toHaveURL("/account");
  });

  test("a user with an expired access token resets the password, and no other URL contains the token", async ({
    page,
    context,
    user,
    trait,
    signInAs,
  }) => {
    await ask(page, "/forgot-password", user.email);
    const link = await mailedLink(page, user.email);
    await signInAs(user);
    const expireAccess = async () => {
      const held = (await context.cookies()).find(({ name }) => name === trait.cookie);
      if (held && trait.refreshCookie)
        await context.addCookies([{ ...held, value: await expire(held.value) }]);
    };
    const asked = collectRequests(page);
    await expireAccess();
    await page.goto(link);
    await expireAccess();
    await field(page, "New password").fill(newPassword);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Your password is changed")).toBeVisible();
    expect(await asked(new URL(link).searchParams.get("token") ?? "")).toEqual([`GET ${link}`]);
    const refreshes = (await asked("/api/session/refresh")).length;
    expect(refreshes > 0).toBe(trait.refreshCookie !== undefined);
  });
});
