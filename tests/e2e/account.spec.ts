import type { Page } from "@playwright/test";
import type { TestUser } from "../support/e2e-database";
import { field } from "../support/e2e-forms";
import type { Traits } from "../support/e2e-strategies";
import { expect, test } from "../support/e2e-test";

const NEW_PASSWORD = "another few words in a row";

test("the account page shows the user and the sign-in method", async ({
  page,
  user,
  signInAs,
  strategy,
}) => {
  await signInAs(user);
  await page.goto("/account");
  const you = page.getByRole("region", { name: "You", exact: true });
  for (const fact of [user.name, user.email, user.role, user.id])
    await expect(you).toContainText(fact);
  await expect(page.getByRole("region", { name: "This session" })).toContainText(strategy);
});

test("a password change needs the old password, and a new one without the name or address", async ({
  page,
  user,
  signInAs,
  newClient,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await changePassword(page, "not the password", NEW_PASSWORD);
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await expect(field(page, "New password")).toHaveValue("");
  await changePassword(page, user.password, `${user.email}!`);
  await expect(page.getByText("Use a password without your name or email address")).toBeVisible();
  expect((await newClient().signIn(user)).text).not.toContain("error");
});

test("after a password change only the new password is accepted", async ({
  page,
  user,
  signInAs,
  newClient,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(
    page.getByRole("status").filter({ hasText: "Your password is changed." }),
  ).toBeVisible();
  expect((await newClient().signIn(user)).text).toContain("CredentialsSignin");
  expect((await newClient().signIn({ ...user, password: NEW_PASSWORD })).text).not.toContain(
    "error",
  );
});

test("a password change ends the other sessions if the strategy can, and keeps this one", async ({
  page,
  user,
  signInAs,
  newClient,
  trait,
}) => {
  const other = newClient();
  await other.signIn(user);
  await signInAs(user);
  await page.goto("/account");
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(page.getByRole("main")).toContainText(
    `Your password is changed. ${becameOfOthers(trait)}`,
  );

  expect((await other.get("/api/me")).status).toBe(trait.endNoticedWithin === 0 ? 401 : 200);
  // Pages that require a role read the database, including the session's row, so they notice it at once.
  expect((await other.get("/admin")).text.includes("/sign-in?callbackUrl=%2Fadmin")).toBe(
    trait.canEnd,
  );
  if (trait.refreshCookie) expect((await other.post("/api/session/refresh", {})).status).toBe(401);
  expect((await page.request.get("/api/me")).status()).toBe(200);
  await page.reload();
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
});

test("a password change gives this browser a new session, and old cookies are refused if the strategy can revoke", async ({
  page,
  user,
  signInAs,
  context,
  newClient,
  trait,
}) => {
  await signInAs(user);
  await page.goto("/account");
  const jar = async () =>
    new Map((await context.cookies()).map(({ name, value }) => [name, value] as const));
  const before = await jar();
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(page.getByRole("main")).toContainText("Your password is changed.");
  const after = await jar();

  const thief = newClient();
  for (const name of [trait.cookie, trait.refreshCookie])
    if (name) {
      expect(before.get(name)).toBeTruthy();
      expect(after.get(name)).toBeTruthy();
      expect(after.get(name)).not.toBe(before.get(name));
      thief.cookies.set(name, before.get(name) ?? "");
    }
  expect((await thief.get("/api/me")).status).toBe(trait.endNoticedWithin === 0 ? 401 : 200);
  if (trait.refreshCookie) {
    expect((await thief.post("/api/session/refresh", {})).status).toBe(401);
    expect((await context.request.post("/api/session/refresh")).status()).toBe(200);
  }
  expect((await context.request.get("/api/me")).status()).toBe(200);
});

test.describe("devices", () => {
  const devices = (page: Page) => page.getByRole("region", { name: "Devices" });
  const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
  const IPHONE =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

  test("are listed with the current one first, or the page says that there is no list", async ({
    page,
    user,
    signInAs,
    newClient,
    trait,
  }) => {
    await signInAs(user);
    for (const userAgent of [IPHONE, FIREFOX])
      await newClient({ "user-agent": userAgent }).signIn(user);
    await page.goto("/account");
    if (!trait.canList) {
      await expect(devices(page)).toContainText(/There is no list|cannot be listed/);
      await expect(devices(page).getByRole("button")).toHaveCount(trait.canEnd ? 1 : 0);
      return;
    }
    const rows = devices(page).getByRole("listitem");
    await expect(rows).toContainText([/this device/, /Firefox on Linux/, /Safari on iOS/]);
    await expect(rows.first().getByRole("button")).toHaveCount(0);
    await expect(rows.last()).toContainText(/from 127\.0\.0\.1|from ::1/);
    await expect(rows.last()).toContainText(/Last seen about \d+ \w+ \d{4}/);
  });

  test("can be ended one by one, and all others at once", async ({
    page,
    user,
    signInAs,
    newClient,
    trait,
    stored,
  }) => {
    test.skip(!trait.canList, "there is no record to end");
    const [phone, ...others] = [IPHONE, FIREFOX, FIREFOX].map((agent) =>
      newClient({ "user-agent": agent }),
    );
    for (const client of [phone, ...others]) await client?.signIn(user);
    await signInAs(user);
    await page.goto("/account");
    const isOut = async (client = phone) =>
      trait.refreshCookie
        ? (await client?.post("/api/session/refresh", {}))?.status === 401
        : (await client?.get("/api/me"))?.status === 401;

    await devices(page)
      .getByRole("button", { name: /End it.*Safari on iOS/ })
      .click();
    await expect(devices(page).getByRole("status")).toHaveText("Sessions ended: 1.");
    await expect(devices(page).getByRole("listitem")).toHaveCount(3);
    expect(await isOut()).toBe(true);
    expect(await isOut(others[0])).toBe(false);

    await devices(page).getByRole("button", { name: "End all others" }).click();
    await expect(devices(page).getByRole("status")).toHaveText("Sessions ended: 2.");
    await expect(devices(page).getByRole("listitem")).toHaveCount(1);
    for (const client of others) expect(await isOut(client)).toBe(true);
    expect((await page.request.get("/api/me")).status()).toBe(200);
    expect(await stored.idsOf(user)).toHaveLength(1);
  });

  test("another user's session cannot be ended by its id, nor the current one", async ({
    page,
    user,
    signInAs,
    newClient,
    database,
    trait,
    stored,
  }) => {
    test.skip(!trait.canList, "there is no record to end");
    const victim = await database.createUser();
    await newClient().signIn(victim);
    const sessionOf = async (of: TestUser) => (await stored.idsOf(of))[0] ?? "";
    await newClient().signIn(user);
    await signInAs(user);
    const own = await sessionOf(user);
    await page.goto("/account");

    const button = devices(page).getByRole("button", { name: "End it" });
    for (const [id, answer] of [
      [await sessionOf(victim), "It had ended already."],
      [own, "This is your current session."],
      ["\u0000", "It had ended already."],
    ] as const) {
      await button.evaluate((element, value) => {
        (element as HTMLButtonElement).value = value;
      }, id);
      await button.click();
      await expect(devices(page)).toContainText(answer);
    }
    expect(await sessionOf(victim)).toBeTruthy();
    expect((await page.request.get("/api/me")).status()).toBe(200);
  });

  test("a browser that was signed out elsewhere cannot end sessions", async ({
    page,
    user,
    signInAs,
    newClient,
    trait,
    stored,
  }) => {
    test.skip(!trait.canList, "there is no record to end");
    await newClient().signIn(user);
    await signInAs(user);
    await page.goto("/account");
    await expect(devices(page).getByRole("listitem")).toHaveCount(2);
    const [newest = ""] = await stored.idsOf(user);
    await stored.end(newest);
    await devices(page).getByRole("button", { name: "End it" }).click();
    await expect(page.getByRole("dialog")).toContainText("Your session has ended");
    expect(await stored.idsOf(user)).toHaveLength(1);
  });
});

test("all other sessions can be ended at once, if the strategy can end sessions", async ({
  page,
  user,
  signInAs,
  newClient,
  trait,
}) => {
  test.skip(!trait.canEnd, "there is nothing to end");
  const others = [newClient(), newClient()];
  for (const client of others) await client.signIn(user);
  await signInAs(user);
  await page.goto("/account");
  const devices = page.getByRole("region", { name: "Devices" });
  await devices.getByRole("button", { name: "End all others" }).click();
  await expect(devices.getByRole("status")).toHaveText(
    `Sessions ended: ${trait.canList ? 2 : "all"}.`,
  );
  for (const client of others)
    expect((await client.get("/admin")).text).toContain("/sign-in?callbackUrl=%2Fadmin");
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("a user who was signed out meanwhile is asked to sign in, and nothing changes", async ({
  page,
  user,
  signInAs,
  context,
  newClient,
}) => {
  await signInAs(user);
  await page.goto("/account");
  await expect(field(page, "Current password")).toBeVisible();
  await context.clearCookies();
  await changePassword(page, user.password, NEW_PASSWORD);
  await expect(page.getByRole("dialog")).toContainText("Your session has ended");
  expect((await newClient().signIn(user)).text).not.toContain("error");
});

function becameOfOthers({ canEnd, canList }: Traits): string {
  if (!canEnd) return "Other sessions cannot be ended";
  return canList ? "Other sessions ended: 1." : "All other sessions ended.";
}

async function changePassword(page: Page, current: string, next: string) {
  await field(page, "Current password").fill(current);
  await field(page, "New password").fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the account page is complete", async ({ page, user, signInAs }) => {
    await signInAs(user);
    await page.goto("/account");
    await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
    await expect(page.getByRole("region", { name: "Devices" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Change password" })).toBeVisible();
  });

  test("the password is changed, also after a refused one", async ({
    page,
    user,
    signInAs,
    newClient,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    await changePassword(page, user.password, `only for ${user.name}`);
    await expect(page.getByText("Use a password without your name")).toBeVisible();
    await changePassword(page, user.password, NEW_PASSWORD);
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    expect((await newClient().signIn(user)).text).toContain("CredentialsSignin");
    expect((await page.request.get("/api/me")).status()).toBe(200);
  });
});
