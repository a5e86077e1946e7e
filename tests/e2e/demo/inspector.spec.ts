import { createHash } from "node:crypto";
import { expectAccessible } from "../../support/e2e-accessibility";
import { expect, test } from "../../support/e2e-test";

test.beforeEach(async ({ user, signInAs, page }) => {
  await signInAs(user);
  await page.goto("/demo/inspector");
});

test("shows the cookie that the browser holds", async ({ page, trait, sessionCookie }) => {
  const value = (await sessionCookie()) ?? "";
  const cookie = page.getByRole("region", { name: "The cookie" });
  await expect(cookie).toContainText(trait.cookie);
  await expect(cookie).toContainText(`${trait.cookie.length + 1 + value.length} bytes`);
  await expect(cookie).toContainText(`${value.slice(0, 6)}…`);
});

test("shows what is in the cookie, and what the server keeps", async ({
  page,
  user,
  trait,
  sessionCookie,
}) => {
  const inside = page.getByRole("region", { name: "What is in it" });
  const kept = page.getByRole("region", { name: "What the server keeps for it" });
  for (const [region, isFull] of [
    [inside, trait.carriesUser],
    [kept, trait.canRevoke],
  ] as const)
    if (isFull)
      for (const fact of [user.id, user.email, user.name, "role"])
        await expect(region).toContainText(fact);
    else {
      await expect(region).toContainText("Nothing");
      await expect(region).not.toContainText(user.email);
    }

  const secret = createHash("sha256")
    .update((await sessionCookie()) ?? "")
    .digest("hex");
  expect(await page.content()).not.toContain(secret);
});

test("shows the second cookie where there is one, and when the first one ends", async ({
  page,
  trait,
}) => {
  const second = page.getByRole("region", { name: "The refresh token" });
  await expect(second).toHaveCount(trait.refreshCookie ? 1 : 0);
  if (!trait.refreshCookie) return;
  await expect(second).toContainText(trait.refreshCookie);
  await expect(second).toContainText("/api/session/refresh");
  await expect(page.getByRole("region", { name: "The cookie" })).toContainText(/00:14:\d\d/);
});

test("counts what the check of this page cost", async ({ page, trait }) => {
  const cost = page.getByRole("region", { name: "What a check costs" });
  await expect(cost.getByRole("definition").first()).toHaveText(String(trait.sqlPerRequest));
  await expect(cost.getByRole("definition").nth(1)).toHaveText(/^\d+\.\d\d$/);
});

test("repeats real requests and reports them", async ({ page, trait }) => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  const button = page.getByRole("button", { name: "Send 50 requests of each" });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press("Enter");
  const cost = page.getByRole("region", { name: "What a check costs" });
  await expect(cost).toContainText(`${trait.sqlPerRequest} a request`, { timeout: 30_000 });
  await expect(cost).toContainText(/\d\.\d\d ms, median/);
  expect(sent.filter((path) => path === "/api/me")).toHaveLength(51);
  expect(sent.filter((path) => path === "/api/ping")).toHaveLength(51);
  await expectAccessible(page);
});
