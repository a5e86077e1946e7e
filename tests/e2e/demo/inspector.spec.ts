import { createHash } from "node:crypto";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/inspector");
});

test("the inspector shows the browser's cookie", async ({ page, trait, sessionCookie }) => {
  const value = (await sessionCookie()) ?? "";
  const cookie = page.getByRole("region", { name: "The cookie" });
  await expect(cookie).toContainText(trait.cookie);
  await expect(cookie).toContainText(`${trait.cookie.length + 1 + value.length} bytes`);
  await expect(cookie).toContainText(`${value.slice(0, 6)}…`);
});

test("the inspector shows the content of the cookie and of the server", async ({
  page,
  user,
  trait,
  sessionCookie,
}) => {
  const inside = page.getByRole("region", { name: "Its content" });
  const kept = page.getByRole("region", { name: "What the server stores" });
  for (const [region, isFull] of [
    [inside, trait.carriesUser],
    [kept, trait.canList],
  ] as const)
    if (isFull)
      for (const fact of [user.id, user.email, user.name, "role"])
        await expect(region).toContainText(fact);
    else {
      await expect(region).toContainText("Nothing");
      await expect(region).not.toContainText(user.email);
    }

  // Only the beginning of the hash is shown, and only if the hash is stored.
  const secret = createHash("sha256")
    .update((await sessionCookie()) ?? "")
    .digest("hex");
  if (trait.canList && !trait.refreshCookie) await expect(kept).toContainText(secret.slice(0, 8));
  expect(await page.content()).not.toContain(secret.slice(0, 16));
});

test("the inspector shows the second cookie, if any, and when the first one expires", async ({
  page,
  trait,
}) => {
  const second = page.getByRole("region", { name: "The cookie" });
  await expect(second.getByText("The refresh token", { exact: true })).toHaveCount(
    trait.refreshCookie ? 1 : 0,
  );
  if (!trait.refreshCookie) return;
  await expect(second).toContainText(trait.refreshCookie);
  await expect(second).toContainText("/api/session/refresh");
  await expect(second).toContainText(/00:14:\d\d/);
});

test("the inspector explains Max-Age, the session's end and the access token", async ({
  page,
  trait,
}) => {
  const cookie = page.getByRole("region", { name: "The cookie" });
  // The helper that signs in asks to be kept signed in.
  await expect(cookie).toContainText(/Max-Age\s*(30 days|none: the browser)/);
  await expect(cookie).toContainText(/The server has its own limit for the session: it ends in \d/);
  if (trait.refreshCookie) await expect(cookie).toContainText("uses the refresh token");
});

test("the inspector shows the cost of the check", async ({ page, trait }) => {
  const cost = page.getByRole("region", { name: "What a check costs" });
  await expect(
    cost.getByText(new RegExp(`^${trait.sqlPerRequest} SQL, \\d+\\.\\d\\d ms$`)),
  ).toBeVisible();
});

test("the inspector repeats real requests and shows the results", async ({ page, trait }) => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  const button = page.getByRole("button", { name: "Send 50 requests of each" });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press("Enter");
  const cost = page.getByRole("region", { name: "What a check costs" });
  await expect(cost).toContainText(`${trait.sqlPerRequest} per request`, { timeout: 30_000 });
  await expect(cost).toContainText(/\d\.\d\d ms, median/);
  expect(sent.filter((path) => path === "/api/me")).toHaveLength(51);
  expect(sent.filter((path) => path === "/api/ping")).toHaveLength(51);
  await expectAccessible(page);
});
