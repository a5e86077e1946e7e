import { expectAccessible } from "../support/e2e-accessibility";
import { expect, test } from "../support/e2e-test";

const forGuests = [
  "/",
  "/sign-in",
  "/sign-in?error=OAuthAccountNotLinked",
  "/sign-up",
  "/no-such-page",
];
const forAdmins = ["/", "/sign-in", "/account", "/admin", "/admin/audit"];

for (const path of forGuests)
  test(`${path} is accessible to guests`, { tag: "@once" }, async ({ page, allowConsole }) => {
    if (path === "/no-such-page") allowConsole(/404/);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });

for (const path of forAdmins)
  test(`${path} is accessible to a signed-in user`, async ({ page, database, signInAs }) => {
    await signInAs(await database.createUser({ role: "admin" }));
    await page.goto(path);
    await expect(page.getByRole("banner").getByText("Tess Tester")).toBeVisible();
    await expect(page.getByText("Loading", { exact: false })).toHaveCount(0);
    await expectAccessible(page);
  });

test("the messages of a form are accessible", { tag: "@once" }, async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill("Nora");
  await page.getByLabel("Email").fill("nora@example.com");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Use at least 8 characters.", { exact: false })).toBeVisible();
  await expectAccessible(page);
});

test("a user can sign in with only the keyboard", { tag: "@once" }, async ({ page, user }) => {
  await page.goto("/sign-in");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Email")).toBeFocused();
  await page.keyboard.type(user.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(user.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/account");
});

const signedIn = (path: string) => /account|admin/.test(path);

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  for (const path of ["/", "/sign-in", "/sign-up", "/account", "/admin"])
    test(`${path} needs no horizontal scrolling`, { tag: signedIn(path) ? [] : "@once" }, async ({
      page,
      database,
      signInAs,
    }) => {
      if (signedIn(path)) await signInAs(await database.createUser({ role: "admin" }));
      await page.goto(path);
      await expect(page.getByText("Loading", { exact: false })).toHaveCount(0);
      const overhang = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(overhang).toBeLessThanOrEqual(0);
    });
});
