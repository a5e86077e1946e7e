// Sessions that end while people watch: real apps with limits of seconds, one for each strategy, and one more
// with short access tokens and no idle limit.
import { setTimeout } from "node:timers/promises";
import type { BrowserContext, Cookie, Page } from "@playwright/test";
import { strategyNames } from "../../lib/session/strategies";
import { type App, startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { field } from "../support/e2e-forms";
import { refreshUnseen } from "../support/e2e-refresh";
import { traits } from "../support/e2e-strategies";
import { test as base, expect } from "../support/e2e-test";

/** Seconds. */
const IDLE = 10;
const ABSOLUTE = 24;
const ACCESS = 8;

/** The one of the group at hand. */
let app: App | undefined;

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here
  baseURL: async ({}, use) => use(app?.url),
});

function withApp(env: Record<string, string>) {
  // In one worker, which has one such app.
  test.describe.configure({ mode: "default" });
  test.beforeAll(async ({ database }) => {
    app = await startApp({ env: { DATABASE_URL: database.url, ...env } });
  });
  test.afterAll(() => app?.stop());
}

const warning = (page: Page) => page.getByText("You will be signed out in less than a minute");
const typeInto = (page: Page) => field(page, "Current password").press("x");

for (const strategy of strategyNames)
  test.describe(`${strategy}, with limits in seconds`, () => {
    withApp({
      AUTH_STRATEGY: strategy,
      SESSION_IDLE_TIMEOUT: `${IDLE}`,
      SESSION_ABSOLUTE_MAX_AGE: `${ABSOLUTE}`,
    });

    test.beforeEach(async ({ page, user, signInAs, allowConsole }) => {
      allowConsole(/401/);
      await signInAs(user);
      await page.goto("/account");
      await expect(field(page, "Current password")).toBeVisible();
    });

    test("nobody at work: a warning, and then the sign-in page", async ({ page }) => {
      const begun = Date.now();
      await expect(warning(page)).toBeVisible();
      expect(Date.now() - begun, "not at once").toBeGreaterThan(1_000);
      await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Faccount/);
      expect(Date.now() - begun, "not before its time").toBeGreaterThan((IDLE - 4) * 1000);
      expect((await page.request.get("/api/me")).status()).toBe(401);
    });

    // Under the others the store would know; here the route has to give a new cookie.
    if (strategy === "jwt")
      test("a script that goes on asking a route of the app is at work", async ({ user }) => {
        const client = createClient(`${app?.url}`);
        await client.signIn(user);
        const before = client.cookies.get(traits[strategy].cookie);
        for (const until = Date.now() + (IDLE + 2) * 1000; Date.now() < until; ) {
          expect((await client.get("/api/me")).status).toBe(200);
          await setTimeout(500);
        }
        expect(client.cookies.get(traits[strategy].cookie)).not.toBe(before);
      });

    test("whoever is at work all the time is out at the absolute limit", async ({ page }) => {
      const begun = Date.now();
      const out = page.getByText("You have been signed out");
      let warned = false;
      while (!(await out.isVisible())) {
        expect(Date.now() - begun, "it should have ended").toBeLessThan((ABSOLUTE + 10) * 1000);
        await typeInto(page);
        warned ||= await warning(page).isVisible();
        await page.waitForTimeout(300);
      }
      expect(warned).toBe(true);
      expect(Date.now() - begun).toBeGreaterThan(2 * IDLE * 1000);
    });

    // What browsers do of themselves depends on one thing: whether there is an access token to be refreshed.
    if (strategy === "database") return;

    test("someone who wants to stay stays", async ({ page }) => {
      await expect(warning(page)).toBeVisible();
      const button = page.getByRole("button", { name: "Stay signed in" });
      await button.click();
      await expect(warning(page)).toHaveCount(0);
      const { expires } = await (await page.request.get("/api/session")).json();
      expect(Date.parse(expires) - Date.now()).toBeGreaterThan((IDLE - 3) * 1000);
      await expect(warning(page), "and is asked again").toBeVisible();
    });

    test("work in one tab is work in all of them, and they end together", async ({
      page,
      context,
    }) => {
      const other = await context.newPage();
      await other.goto("/account");
      await expect(warning(page)).toBeVisible();
      const loads = countLoads(page);
      await typeInto(other);
      const stopped = Date.now();
      await expect(warning(page)).toHaveCount(0);
      await expect(page).toHaveURL(/\/sign-in/, { timeout: 30_000 });
      expect(Date.now() - stopped).toBeGreaterThan((IDLE * 0.9 - 2) * 1000);
      expect(loads(), "it was not loaded in between, which would be activity").toBe(1);
      await expect(other.getByText("You have been signed out")).toBeVisible();
    });

    test("what was typed is still there after the end", async ({ page }) => {
      await field(page, "New password").fill("what I thought of");
      await expect(page.getByText("You have been signed out")).toBeVisible({ timeout: 30_000 });
      await expect(field(page, "New password")).toHaveValue("what I thought of");
      expect((await page.request.get("/api/me")).status()).toBe(401);
    });

    test("so is everything else that was changed, wherever it stands", async ({ context }) => {
      const open = async (path: string) => {
        const tab = await context.newPage();
        await tab.goto(path);
        return tab;
      };
      const form = await open("/demo/form");
      await form.getByLabel("Kind").selectOption("idea");
      // A field whose value React holds, in no form.
      const controlled = await open("/demo/cookie-size");
      await controlled.getByLabel("Their kind").selectOption({ index: 1 });
      const editor = await open("/account");
      const loose = await open("/account");
      await editor.evaluate(() => {
        const element = document.createElement("div");
        element.contentEditable = "true";
        element.role = "textbox";
        document.querySelector("main")?.prepend(element);
      });
      await editor.getByRole("main").getByRole("textbox").first().pressSequentially("thought");
      await loose.evaluate(() =>
        document.querySelector("main")?.prepend("", document.createElement("textarea")),
      );
      await loose.locator("main > textarea").fill("thought");

      for (const tab of [form, controlled, editor, loose])
        await expect(tab.getByText("You have been signed out")).toBeVisible({ timeout: 30_000 });
      await expect(form.getByLabel("Kind")).toHaveValue("idea");
      expect(
        await controlled
          .getByLabel("Their kind")
          .evaluate((select: HTMLSelectElement) => select.selectedIndex),
      ).toBe(1);
      await expect(editor.getByRole("main").getByRole("textbox").first()).toHaveText("thought");
      await expect(loose.locator("main > textarea")).toHaveValue("thought");
    });

    test("typing counts, and its last moment is when the time begins to run", async ({ page }) => {
      const until = Date.now() + 7_000;
      while (Date.now() < until) {
        await typeInto(page);
        await page.waitForTimeout(500);
      }
      await field(page, "Current password").fill("");
      const stopped = Date.now();
      const loads = countLoads(page);
      await expect(page).toHaveURL(/\/sign-in/, { timeout: 30_000 });
      expect(Date.now() - stopped).toBeGreaterThan((IDLE * 0.9 - 2) * 1000);
      expect(loads(), "it was not loaded in between, which would be activity").toBe(1);
    });
  });

test.describe("hybrid, with short access tokens", () => {
  withApp({ AUTH_STRATEGY: "hybrid", ACCESS_TOKEN_MAX_AGE: `${ACCESS}` });

  let refreshes: number[];
  test.beforeEach(async ({ page, context, user, signInAs }) => {
    await signInAs(user);
    refreshes = countRefreshes(context);
    await page.goto("/account");
  });

  test("two tabs refresh in silence, once for both", async ({ page, context }) => {
    const other = await context.newPage();
    await other.goto("/account");
    await expect.poll(() => refreshes.length, { timeout: 30_000 }).toBe(3);
    const gaps = refreshes.slice(1).map((at, n) => at - (refreshes[n] ?? 0));
    for (const gap of gaps) expect(gap, `${gaps}`).toBeGreaterThan((ACCESS / 2 - 1.5) * 1000);
    for (const tab of [page, other]) await expect(tab).toHaveURL("/account");
  });

  test("a frozen tab that holds the lock keeps no other tab from refreshing", async ({
    page,
    context,
    allowConsole,
  }) => {
    allowConsole(/Lock broken by another request/); // said by the page that stands for the frozen one
    const frozen = await context.newPage();
    await frozen.goto("/api/ping");
    await frozen.evaluate(() => {
      void navigator.locks.request("session-refresh", () => new Promise(() => {}));
    });
    const before = await context.cookies();
    await expect.poll(() => refreshes.length, { timeout: 30_000 }).toBe(2);
    await expect.poll(async () => changed(before, await context.cookies())).toBe(2);
    await expect.poll(() => page.request.get("/api/me").then((r) => r.status())).toBe(200);
    // It was taken away from the frozen one, for good.
    const { held } = await page.evaluate(() => navigator.locks.query());
    expect(held).toEqual([]);
  });

  test("answers that get lost are asked for again, and nobody takes that for theft", async ({
    page,
    context,
    user,
    database,
    allowConsole,
  }) => {
    allowConsole(/ERR_FAILED/);
    let lost = 0;
    await page.route("**/api/session/refresh", async (route) => {
      if (lost === 2) return route.fallback();
      lost++;
      expect((await refreshUnseen(context, route.request().url())).status).toBe(200);
      await route.abort();
    });
    const before = await context.cookies();
    await expect.poll(() => refreshes.length, { timeout: 30_000 }).toBe(3);
    await expect.poll(async () => changed(before, await context.cookies())).toBe(2);
    expect((await page.request.post("/api/session/refresh")).status()).toBe(200);
    const events = await database.sql(`SELECT event FROM "AuditEvent" WHERE "userId" = $1`, [
      user.id,
    ]);
    expect(events).toEqual([{ event: "signed-in" }]);
  });

  test("a laptop that was shut wakes up signed in, with one refresh", async ({ page }) => {
    await hide(page, true);
    await ended(page);
    expect(refreshes).toHaveLength(0);
    await hide(page, false);
    await expect.poll(() => page.request.get("/api/me").then((r) => r.status())).toBe(200);
    expect(refreshes).toHaveLength(1);
  });

  test("without a network nothing is tried, and back online it goes on", async ({
    page,
    context,
    allowConsole,
  }) => {
    // Prefetches, which Next.js sends when it likes.
    allowConsole(/INTERNET_DISCONNECTED/);
    await context.setOffline(true);
    await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
    await ended(page);
    expect(refreshes).toHaveLength(0);
    await context.setOffline(false);
    await expect.poll(() => page.request.get("/api/me").then((r) => r.status())).toBe(200);
    expect(refreshes).toHaveLength(1);
    await expect(page).toHaveURL("/account");
  });
});

test.describe("jwt, at its absolute limit", () => {
  withApp({ AUTH_STRATEGY: "jwt", SESSION_ABSOLUTE_MAX_AGE: "16" });

  test("the session that is about to end does not pass for a new one", async ({
    page,
    user,
    signInAs,
  }) => {
    const expires = async () => {
      const { expires } = await (await page.request.get("/api/session")).json();
      return Date.parse(expires);
    };
    await signInAs(user);
    await page.goto("/account");
    const before = await expires();
    await page.getByRole("button", { name: "Stay signed in" }).click({ timeout: 30_000 });
    await page.getByRole("button", { name: "Sign in again" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session is about to end" });
    await expect(dialog).toBeVisible();
    const asked = page.waitForResponse("**/api/session");
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await asked;
    await dialog.getByLabel("Password").fill(user.password);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(warning(page)).toHaveCount(0);
    expect(await expires()).toBeGreaterThan(before);
  });
});

/** How often the page is loaded from now on, wherever that leads. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.isNavigationRequest() && !request.redirectedFrom() && pathname === "/account")
      loads++;
  });
  return () => loads;
}

/** When each of the context's pages has asked for a refresh. */
function countRefreshes(context: BrowserContext): number[] {
  const at: number[] = [];
  context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/session/refresh"))
      at.push(Date.now());
  });
  return at;
}

/** How many of the cookies have other values now. */
const changed = (before: Cookie[], now: Cookie[]) =>
  now.filter(({ name, value }) => before.some((old) => old.name === name && old.value !== value))
    .length;

/** As the browser does when the lid is closed, and opened. */
async function hide(page: Page, hidden: boolean) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

/** Until the access token has ended. A request past the page's own, which would be offline too. */
async function ended(page: Page) {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const url = new URL("/api/me", page.url());
  await expect
    .poll(() => fetch(url, { headers: { cookie } }).then(({ status }) => status), {
      timeout: 30_000,
    })
    .toBe(401);
}
