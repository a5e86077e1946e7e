// Sessions that end while a page is open: an app for each strategy with limits of minutes, and one with access tokens
// and no idle limit. The tests do not wait, but set the clocks (tests/support/e2e-clock.ts).
import type { BrowserContext, Cookie, Page } from "@playwright/test";
import { type StrategyName, strategyNames } from "../../lib/session/strategies";
import { type App, startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { withClock } from "../support/e2e-clock";
import { field } from "../support/e2e-forms";
import { refreshUnseen } from "../support/e2e-refresh";
import { traits } from "../support/e2e-strategies";
import { expect } from "../support/e2e-test";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const IDLE = 10 * MINUTE;
const ABSOLUTE = 30 * MINUTE;
const ACCESS = 15 * MINUTE;
/** After this much of an access token's life it is refreshed: 2 minutes before its end. */
const REFRESH_DUE = ACCESS - 2 * MINUTE + SECOND;

/** The app of the current group. */
let app: App | undefined;

const test = withClock.extend({
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

const seconds = (milliseconds: number) => `${milliseconds / SECOND}`;
const warning = (page: Page) => page.getByText("You will be signed out in less than a minute");
const signedOut = (page: Page) => page.getByText("You have been signed out");
const typeInto = (page: Page) => field(page, "Current password").press("x");

/** Types, and waits until the server has recorded the activity. */
async function work(page: Page) {
  const recorded = page.waitForResponse(/\/api\/(auth\/session|session\/refresh)$/);
  await typeInto(page);
  await recorded;
}

/** When the session ends, read without activity. Null if it has ended. */
async function end(page: Page): Promise<number | null> {
  const { expires } = await (await page.request.get("/api/session")).json();
  return expires && Date.parse(expires);
}

for (const strategy of strategyNames)
  test.describe(`${strategy}, with an idle limit`, () => {
    withApp({
      AUTH_STRATEGY: strategy,
      SESSION_IDLE_TIMEOUT: seconds(IDLE),
      SESSION_ABSOLUTE_MAX_AGE: seconds(ABSOLUTE),
    });

    test.beforeEach(async ({ page, clock: _clock, user, signInAs, allowConsole }) => {
      allowConsole(/401/);
      await signInAs(user);
      await page.goto("/account");
      await expect(field(page, "Current password")).toBeVisible();
    });

    test("without activity: a warning, and then the sign-in page", async ({ page, clock }) => {
      await clock.pass(IDLE / 2);
      await expect(warning(page), "not before its time").toHaveCount(0);
      await clock.pass(IDLE / 2 - 30 * SECOND);
      await expect(warning(page)).toBeVisible();
      await clock.pass(MINUTE);
      await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Faccount/);
      expect((await page.request.get("/api/me")).status()).toBe(401);
    });

    // Where the times are in the cookie, the route has to give a new one.
    if (traits[strategy].carriesUser && !traits[strategy].refreshCookie)
      test("a script that polls a route of the app counts as activity", async ({ user, clock }) => {
        const client = createClient(`${app?.url}`);
        await client.signIn(user);
        const before = client.cookies.get(traits[strategy].cookie);
        for (let passed = 0; passed < 2 * IDLE; passed += IDLE / 2) {
          await clock.pass(IDLE / 2);
          expect((await client.get("/api/me", clock.headers())).status).toBe(200);
        }
        expect(client.cookies.get(traits[strategy].cookie)).not.toBe(before);
      });

    test("an active user is signed out at the absolute limit", async ({ page, clock }) => {
      const step = 4 * MINUTE;
      let left = ABSOLUTE;
      for (; left > step + MINUTE; left -= step) {
        await clock.pass(step);
        await work(page);
      }
      await expect(warning(page)).toHaveCount(0);
      await clock.pass(left - 30 * SECOND);
      await expect(warning(page)).toBeVisible();
      await typeInto(page);
      await clock.pass(MINUTE);
      await expect(signedOut(page)).toBeVisible();
    });

    // The background work of browsers depends only on whether there is an access token to refresh.
    const refreshes = (name: StrategyName) => Boolean(traits[name].refreshCookie);
    const alike = strategyNames.filter((name) => refreshes(name) === refreshes(strategy));
    if (alike[0] !== strategy) return;

    test("'Stay signed in' extends the session", async ({ page, clock }) => {
      await clock.pass(IDLE - 30 * SECOND);
      await expect(warning(page)).toBeVisible();
      await page.getByRole("button", { name: "Stay signed in" }).click();
      await expect(warning(page)).toHaveCount(0);
      expect(await end(page)).toBeGreaterThan(clock.now() + IDLE / 2);
      await clock.pass(IDLE - 30 * SECOND);
      await expect(warning(page), "and is asked again").toBeVisible();
    });

    test("activity in one tab counts for all tabs, and they end together", async ({
      page,
      context,
      clock,
    }) => {
      const other = await context.newPage();
      await other.goto("/account");
      await clock.pass(IDLE - 30 * SECOND);
      await expect(warning(page)).toBeVisible();
      const loads = countLoads(page);
      await work(other);
      await expect(warning(page)).toHaveCount(0);
      await clock.pass(IDLE / 2);
      expect(await end(page), "still signed in").not.toBeNull();
      await clock.pass(IDLE / 2 + SECOND);
      await expect(page).toHaveURL(/\/sign-in/);
      expect(loads(), "it was not loaded in between, which would be activity").toBe(1);
      await expect(signedOut(other)).toBeVisible();
    });

    test("input is kept after the end of the session", async ({ page, clock }) => {
      await field(page, "New password").fill("what I thought of");
      await clock.pass(IDLE + SECOND);
      await expect(signedOut(page)).toBeVisible();
      await expect(field(page, "New password")).toHaveValue("what I thought of");
      expect((await page.request.get("/api/me")).status()).toBe(401);
    });

    test("all other changed fields are kept after the end of the session", async ({
      context,
      clock,
    }) => {
      const open = async (path: string) => {
        const tab = await context.newPage();
        await tab.goto(path);
        return tab;
      };
      // #region demo
      const form = await open("/demo/form");
      await form.getByLabel("Kind").selectOption("idea");
      // A controlled field outside of a form.
      const controlled = await open("/demo/cookie-size");
      await controlled.getByLabel("Kind of claim").selectOption({ index: 1 });
      // #endregion
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

      await clock.pass(IDLE + SECOND);
      for (const tab of [form, controlled, editor, loose])
        await expect(signedOut(tab)).toBeVisible();
      await expect(form.getByLabel("Kind")).toHaveValue("idea");
      expect(
        await controlled
          .getByLabel("Kind of claim")
          .evaluate((select: HTMLSelectElement) => select.selectedIndex),
      ).toBe(1);
      await expect(editor.getByRole("main").getByRole("textbox").first()).toHaveText("thought");
      await expect(loose.locator("main > textarea")).toHaveValue("thought");
    });

    test("typing counts as activity until its last moment", async ({ page, clock }) => {
      const loads = countLoads(page);
      for (let passed = 0; passed < 2 * IDLE; passed += IDLE / 2) {
        await clock.pass(IDLE / 2);
        await work(page);
      }
      await field(page, "Current password").fill("");
      await clock.pass(0.8 * IDLE);
      expect(await end(page), "still signed in").not.toBeNull();
      await clock.pass(0.2 * IDLE + SECOND);
      await expect(page).toHaveURL(/\/sign-in/);
      expect(loads(), "it was not loaded in between, which would be activity").toBe(1);
    });
  });

// #region hybrid
test.describe("hybrid, without an idle limit", () => {
  withApp({
    AUTH_STRATEGY: "hybrid",
    ACCESS_TOKEN_MAX_AGE: seconds(ACCESS),
    // Long enough for a retry on a slow machine.
    REFRESH_REUSE_GRACE: "600",
  });

  let refreshes: () => number;
  test.beforeEach(async ({ page, context, clock: _clock, user, signInAs }) => {
    await signInAs(user);
    refreshes = countRefreshes(context);
    await page.goto("/account");
    await expect(field(page, "Current password")).toBeVisible();
  });

  test("two tabs share one refresh in the background", async ({ page, context, clock }) => {
    const other = await context.newPage();
    await other.goto("/account");
    await expect(field(other, "Current password")).toBeVisible();
    for (const times of [1, 2, 3]) {
      const before = await context.cookies();
      await clock.pass(REFRESH_DUE);
      await expect.poll(async () => changed(before, await context.cookies())).toBe(2);
      expect(refreshes()).toBe(times);
    }
    for (const tab of [page, other]) await expect(tab).toHaveURL("/account");
  });

  test("a frozen tab with the lock does not prevent other tabs from refreshing", async ({
    page,
    context,
    clock,
    allowConsole,
  }) => {
    allowConsole(/Lock broken by another request/); // set by the page that represents the frozen tab
    const frozen = await context.newPage();
    await frozen.goto("/api/ping");
    await frozen.evaluate(() => {
      void navigator.locks.request("session-refresh", () => new Promise(() => {}));
    });
    const before = await context.cookies();
    await clock.pass(REFRESH_DUE);
    await expect.poll(async () => changed(before, await context.cookies())).toBe(2);
    expect(refreshes()).toBe(1);
    // The frozen tab has lost the lock permanently.
    await expect
      .poll(() => page.evaluate(async () => (await navigator.locks.query()).held))
      .toEqual([]);
  });

  test("lost answers are requested again without being treated as theft", async ({
    page,
    context,
    user,
    clock,
    database,
    allowConsole,
  }) => {
    allowConsole(/ERR_FAILED/);
    let lost = 0;
    await page.route("**/api/session/refresh", async (route) => {
      if (lost === 2) return route.fallback();
      lost++;
      const answer = await refreshUnseen(context, route.request().url(), clock.headers());
      expect(answer.status).toBe(200);
      await route.abort();
    });
    const before = await context.cookies();
    await clock.pass(REFRESH_DUE);
    await expect.poll(refreshes).toBe(3);
    await expect.poll(async () => changed(before, await context.cookies())).toBe(2);
    expect((await page.request.post("/api/session/refresh")).status()).toBe(200);
    const events = await database.sql(`SELECT event FROM "AuditEvent" WHERE "userId" = $1`, [
      user.id,
    ]);
    expect(events).toEqual([{ event: "signed-in" }]);
  });

  test("after sleep, one refresh keeps the user signed in", async ({ page, clock }) => {
    await hide(page, true);
    await clock.pass(ACCESS + SECOND);
    expect((await page.request.get("/api/me")).status(), "the access token has ended").toBe(401);
    expect(refreshes()).toBe(0);
    await hide(page, false);
    await expect.poll(() => page.request.get("/api/me").then((r) => r.status())).toBe(200);
    expect(refreshes()).toBe(1);
  });

  test("no refresh is tried offline, and it continues when online again", async ({
    page,
    context,
    clock,
    allowConsole,
  }) => {
    // Prefetches, which Next.js sends when it likes.
    allowConsole(/INTERNET_DISCONNECTED/);
    await context.setOffline(true);
    await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
    await clock.pass(ACCESS + SECOND);
    expect(refreshes()).toBe(0);
    await context.setOffline(false);
    await expect.poll(() => page.request.get("/api/me").then((r) => r.status())).toBe(200);
    expect(refreshes()).toBe(1);
    await expect(page).toHaveURL("/account");
  });
});
// #endregion

// #region jwt
test.describe("jwt, at its absolute limit", () => {
  withApp({ AUTH_STRATEGY: "jwt", SESSION_ABSOLUTE_MAX_AGE: seconds(ABSOLUTE) });

  test("the ending session does not count as a new sign-in", async ({
    page,
    user,
    clock,
    signInAs,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    await expect(field(page, "Current password")).toBeVisible();
    const before = await end(page);
    await clock.pass(ABSOLUTE - 30 * SECOND);
    await page.getByRole("button", { name: "Stay signed in" }).click();
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
    expect(await end(page)).toBeGreaterThan(before ?? 0);
  });
});
// #endregion

/** Counts page loads from now on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.isNavigationRequest() && !request.redirectedFrom() && pathname === "/account")
      loads++;
  });
  return () => loads;
}

/** How often the context's pages have asked for a refresh. */
function countRefreshes(context: BrowserContext): () => number {
  let count = 0;
  context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/session/refresh")) count++;
  });
  return () => count;
}

/** How many of the cookies have other values now. */
const changed = (before: Cookie[], now: Cookie[]) =>
  now.filter(({ name, value }) => before.some((old) => old.name === name && old.value !== value))
    .length;

/** Simulates that the lid of a laptop is closed and opened. */
async function hide(page: Page, hidden: boolean) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
