// Passkeys in a browser: Chromium simulates the authenticator. tests/contract/passkeys tests hostile answers.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/e2e-accessibility";
import { ageSession } from "../support/e2e-age";
import { field } from "../support/e2e-forms";
import { openAuthenticator, type TestAuthenticator } from "../support/e2e-passkeys";
import { expect, test } from "../support/e2e-test";

const panel = (page: Page) => page.getByRole("region", { name: "Passkeys", exact: true });
const byPasskey = (page: Page) => page.getByRole("button", { name: "Sign in with a passkey" });

/** What the button alone begins. */
const dialog = ["dialog begins", "dialog ends"];

const thisSession = (page: Page) => page.getByRole("region", { name: "This session" });

/** On the account page. */
async function addPasskey(page: Page, authenticator: TestAuthenticator, name: string) {
  await field(page, "Name of a new passkey").fill(name);
  await authenticator.whilePresent(async () => {
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(panel(page).getByText("The passkey was added.")).toBeVisible();
  });
}

async function signOut(page: Page) {
  await thisSession(page).getByRole("button", { name: "Sign out" }).click();
  await expect(page).not.toHaveURL("/account");
}

test("a passkey can be added, used to sign in, renamed and removed", async ({
  page,
  user,
  signInAs,
  stored,
  trait,
  database,
  allowConsole,
}) => {
  const authenticator = await openAuthenticator(page);
  await signInAs(user);
  await page.goto("/account");
  await expect(thisSession(page)).toContainText("your password");
  await addPasskey(page, authenticator, "Laptop");
  await expect(panel(page)).toContainText("never used");
  await expect(panel(page)).toContainText("Your other sessions continue");
  await expectAccessible(page);
  await signOut(page);

  await page.goto("/sign-in?callbackUrl=/account");
  await expectAccessible(page);
  await authenticator.offered();
  await authenticator.answer(() => byPasskey(page).click());
  await expect(page).toHaveURL("/account");
  expect(authenticator.requests).toEqual(["offer begins", "offer ends", ...dialog]);
  await expect(thisSession(page)).toContainText("a passkey");
  await expect(panel(page)).toContainText("last used");
  expect(await stored.idsOf(user)).toHaveLength(trait.canList ? 1 : 0);

  await page.getByLabel("Rename Laptop").click();
  await field(page, "New name").fill("Key ring");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Remove Key ring" }).click();
  await expect(panel(page).getByText("The passkey was removed here.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove Key ring" })).toBeHidden();
  const events = await database.sql<{ event: string; detail: string | null }>(
    `SELECT event, detail FROM "AuditEvent" WHERE "userId" = $1 AND event LIKE ANY (ARRAY['passkey%', 'signed-in']) ORDER BY at, id`,
    [user.id],
  );
  expect(events).toEqual([
    { event: "signed-in", detail: "by password" },
    { event: "passkey-added", detail: null },
    { event: "signed-in", detail: "by passkey" },
    { event: "passkey-removed", detail: null },
  ]);

  await signOut(page);
  await page.goto("/sign-in");
  allowConsole(/status of 401/);
  await authenticator.offered();
  await authenticator.answer(() => byPasskey(page).click());
  await expect(page.getByText("This passkey is not known here").first()).toBeVisible();
});

test("the browser offers a passkey in the email field, and 'Keep me signed in' applies to it", async ({
  page,
  user,
  signInAs,
  sessionCookie,
  context,
  trait,
}) => {
  const authenticator = await openAuthenticator(page);
  await signInAs(user);
  await page.goto("/account");
  await addPasskey(page, authenticator, "Laptop");
  await signOut(page);
  for (const keep of [true, false]) {
    await authenticator.answer(async () => {
      await page.goto("/sign-in");
      await expect(field(page, "Email")).toHaveAttribute("autocomplete", "username webauthn");
      await expect(byPasskey(page)).toBeVisible();
      if (keep) await page.getByLabel("Keep me signed in").first().check();
    });
    await expect(page).toHaveURL("/account");
    expect(await sessionCookie()).toBeTruthy();
    const cookies = await context.cookies();
    const lasts = (cookies.find(({ name }) => name === trait.cookie)?.expires ?? -1) > 0;
    expect(lasts).toBe(keep);
    await signOut(page);
  }
});

test("the button ends an offer that is still being prepared", async ({ page, user, signInAs }) => {
  const authenticator = await openAuthenticator(page);
  await signInAs(user);
  await page.goto("/account");
  await addPasskey(page, authenticator, "Laptop");
  await signOut(page);

  // The server has not answered yet.
  const asked = page.waitForRequest(/passkeys\/options/);
  await page.route("**/api/passkeys/options", () => {}, { times: 1 });
  await page.goto("/sign-in?callbackUrl=/account");
  await asked;
  await authenticator.answer(async () => {
    const givenUp = page.waitForEvent("requestfailed", {
      predicate: (request) => request.url().includes("/api/passkeys/options"),
      timeout: 60_000,
    });
    await byPasskey(page).click();
    await givenUp;
  });
  await expect(page).toHaveURL("/account");
  expect(authenticator.requests).toEqual(dialog);
  await signOut(page);

  // The library has not begun it yet: it asks the browser whether it can, as the page did before.
  await page.addInitScript(() => {
    let calls = 0;
    const isAvailable = PublicKeyCredential.isConditionalMediationAvailable;
    PublicKeyCredential.isConditionalMediationAvailable = async () => {
      calls += 1;
      const pressed = new Promise((resolve) => window.addEventListener("click", resolve));
      if (calls === 2) await pressed.then(() => new Promise((resolve) => setTimeout(resolve, 500)));
      return isAvailable.call(PublicKeyCredential);
    };
  });
  const answered = page.waitForResponse(/passkeys\/options/);
  await page.goto("/sign-in?callbackUrl=/account");
  await (await answered).finished();
  await authenticator.answer(() => byPasskey(page).click());
  await expect(page).toHaveURL("/account");
  expect(authenticator.requests).toEqual([...dialog, "offer begins", "offer ends", ...dialog]);
});

test("a passkey confirms the user's identity, and then the form is sent", async ({
  page,
  context,
  user,
  database,
  signInAs,
  trait,
}) => {
  const authenticator = await openAuthenticator(page);
  await signInAs(user);
  await page.goto("/account");
  await addPasskey(page, authenticator, "Laptop");
  await ageSession(context, { database, user, trait });
  await page.reload();
  await field(page, "New address").fill(`new-${user.email}`);
  await page.getByRole("button", { name: "Change address" }).click();
  const question = page.getByRole("dialog", { name: "Confirm that it is you" });
  await authenticator.answer(() => byPasskey(page).click());
  await expect(question).toBeHidden();
  await expect(page.getByText("Yours changes when you confirm it there.")).toBeVisible();
  await expect(thisSession(page)).toContainText("a passkey");
});

test("requests from another site or with an invalid body are refused", async ({ newClient }) => {
  const client = newClient();
  const json = { "content-type": "application/json" };
  for (const path of ["/api/passkeys/options", "/api/passkeys/sign-in"]) {
    const foreign = { ...json, origin: "https://evil.example" };
    expect((await client.post(path, "{}", foreign)).status).toBe(403);
    expect((await client.get(path)).status).toBe(405);
    expect((await client.post(path, "no JSON", json)).status).toBe(415);
    expect((await client.post(path, `"${"x".repeat(70_000)}"`, json)).status).toBe(413);
  }
  const refused = await client.post("/api/passkeys/sign-in", "{}", json);
  expect(refused.status).toBe(401);
  expect(refused.headers.get("cache-control")).toContain("no-store");
  expect(refused.setCookies.size).toBe(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a passkey is renamed, also after a refused name, and removed", async ({
    page,
    user,
    signInAs,
    database,
  }) => {
    await database.sql(
      `INSERT INTO "Passkey" (id, "userId", name, "publicKey", counter, transports)
       VALUES ($1, $2, 'Laptop', '\\x00', 0, '{}')`,
      [crypto.randomUUID(), user.id],
    );
    await signInAs(user);
    await page.goto("/account");
    await expect(panel(page).getByRole("button", { name: "Add a passkey" })).toBeDisabled();
    // Playwright skips `noscript` in other texts.
    await expect(panel(page)).toContainText("Passkeys need JavaScript.", {
      useInnerText: true,
    });
    await page.getByLabel("Rename Laptop").click();
    await field(page, "New name").fill("   ");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(panel(page).getByText("Give it a name.")).toBeVisible();
    await field(page, "New name").fill("Key ring");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Remove Key ring" }).click();
    await expect(panel(page).getByText("The passkey was removed here.")).toBeVisible();
    await expect(panel(page).getByText("Key ring")).toBeHidden();
  });
});
