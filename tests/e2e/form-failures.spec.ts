// A form without a valid answer stays with its input, shows the reason, and can be sent again.
import type { Page, Route } from "@playwright/test";
import { expect, test } from "../support/e2e-test";

const receipt = { name: "receipt.txt", mimeType: "text/plain", buffer: Buffer.from("two coffees") };
const notice = (page: Page) => page.getByRole("main").getByRole("alert");
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true }).click();
const sendAgain = (page: Page) => notice(page).getByRole("button", { name: "Send again" }).click();
const arrived = (page: Page) =>
  expect(page.getByRole("status").filter({ hasText: "Arrived" })).toContainText("Coffee, or tea");

/** Answers the form instead of the server, once. */
const answerOnce = (page: Page, answer: (route: Route) => Promise<void>) =>
  page.route(
    "**/demo/form",
    (route) => (route.request().method() === "POST" ? answer(route) : route.fallback()),
    { times: 1 },
  );

test.beforeEach(async ({ page, user, signInAs }) => {
  await signInAs(user);
  await page.goto("/demo/form");
  await page.getByLabel("Title").fill("Coffee, or tea");
  await page.getByLabel("What happened").fill("It was a large one.");
  await page.getByLabel("Kind").selectOption("idea");
  await page.getByLabel("It is urgent").check();
  await page.getByLabel(/A file/).setInputFiles(receipt);
});

async function expectAllKept(page: Page, { file = true } = {}) {
  await expect(page.getByLabel("Title")).toHaveValue("Coffee, or tea");
  await expect(page.getByLabel("What happened")).toHaveValue("It was a large one.");
  await expect(page.getByLabel("Kind")).toHaveValue("idea");
  await expect(page.getByLabel("It is urgent")).toBeChecked();
  const files = page.getByLabel(/A file/);
  expect(await files.evaluate((input: HTMLInputElement) => input.files?.length)).toBe(file ? 1 : 0);
}

test("offline @once", async ({ page, context, allowConsole }) => {
  allowConsole(/INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await send(page);
  await expect(notice(page)).toContainText("You are offline, so nothing was sent.");
  await expectAllKept(page);
  await context.setOffline(false);
  await sendAgain(page);
  await arrived(page);
});

test("no answer @once", async ({ page, allowConsole }) => {
  allowConsole(/ERR_CONNECTION_RESET/);
  await answerOnce(page, (route) => route.abort("connectionreset"));
  await send(page);
  await expect(notice(page)).toContainText("No answer came");
  await expectAllKept(page);
  await sendAgain(page);
  await arrived(page);
});

for (const status of [502, 413, 503])
  test(`a proxy that answers ${status} with its own page @once`, async ({ page, allowConsole }) => {
    allowConsole(new RegExp(`${status}`));
    const body = `<html><h1>${status}</h1></html>`;
    await answerOnce(page, (route) => route.fulfill({ status, contentType: "text/html", body }));
    await send(page);
    await expect(notice(page)).toContainText("proxy");
    await expectAllKept(page);
    await sendAgain(page);
    await arrived(page);
  });

test("a form above the size limit @once", async ({ page, allowConsole }) => {
  allowConsole(/500|413|ERR_/);
  const story = `${"x".repeat(99)}\n`.repeat(15_000);
  // Playwright takes minutes to type this much.
  await page.getByLabel("What happened").evaluate((field: HTMLTextAreaElement, text) => {
    field.value = text;
  }, story);
  await send(page);
  await expect(notice(page)).toContainText("What you typed is still here.");
  await expect(page.getByLabel("What happened")).toHaveValue(story);
  await page.getByLabel("What happened").fill("It was a large one.");
  await sendAgain(page);
  await arrived(page);
});

test("a newer build without this action: all input except files is kept @once", async ({
  page,
  allowConsole,
}) => {
  allowConsole(/409/);
  const unknown = `40${"0".repeat(40)}`;
  await answerOnce(page, async (route) =>
    route.continue({
      headers: { ...(await route.request().allHeaders()), "next-action": unknown },
    }),
  );
  await send(page);
  await expect(notice(page)).toContainText("this app has been updated");
  await expectAllKept(page);
  const loaded = page.waitForEvent("load");
  await notice(page).getByRole("button", { name: "Load the new version" }).click();
  await loaded;
  await expectAllKept(page, { file: false });
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await send(page);
  await arrived(page);
});

test("a newer build when the page is refreshed after a sign-in @once", async ({
  page,
  user,
  allowConsole,
}) => {
  allowConsole(/401|404/);
  await page.getByLabel("Title").fill("  ");
  await page.getByRole("button", { name: "End my session now" }).click();
  await expect(page.getByText("Now send the form.")).toBeVisible();
  // By this header Next.js detects an answer of another build, and loads the page again.
  await page.route("**/demo/form?*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), "x-nextjs-deployment-id": "the next one" },
    });
  });
  const loaded = page.waitForEvent("load");
  await send(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Password").fill(user.password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await loaded;
  await expect(page.getByLabel("What happened")).toHaveValue("It was a large one.");
  await expect(page.getByLabel("Kind")).toHaveValue("idea");
  await expect(page.getByLabel("Title")).toHaveValue("  ");
});

test("offline in the dialog that asks to sign in @once", async ({
  page,
  context,
  user,
  allowConsole,
}) => {
  allowConsole(/401|404|INTERNET_DISCONNECTED/);
  await page.getByRole("button", { name: "End my session now" }).click();
  await expect(page.getByText("Now send the form.")).toBeVisible();
  await send(page);
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByLabel("Password").fill(user.password);
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("We could not check this just now.");
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await arrived(page);
});

for (const path of ["/sign-in", "/sign-up"])
  test(`offline at ${path} @once`, async ({ page, context, allowConsole }) => {
    allowConsole(/INTERNET_DISCONNECTED/);
    await context.clearCookies();
    await page.goto(path);
    if (path === "/sign-up") await page.getByLabel("Name").fill("Tess");
    await page.getByLabel("Email").fill("tess@example.com");
    await page.getByLabel("Password").fill("something of mine");
    await context.setOffline(true);
    await page
      .getByRole("main")
      .getByRole("button", { name: /^(Sign in|Create account)$/ })
      .click();
    await expect(notice(page)).toContainText("You are offline, so nothing was sent.");
    await expect(page.getByLabel("Email")).toHaveValue("tess@example.com");
    await expect(page.getByLabel("Password")).toHaveValue("something of mine");
    await context.setOffline(false);
  });
