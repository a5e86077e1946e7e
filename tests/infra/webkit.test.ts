// WebKit keeps pages for the Back button on http, also those with `Cache-Control: no-store`, and shows them again without
// a request. Chromium and Firefox do not.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { atEnd } from "../support/at-end";
import { createDatabase } from "../support/databases";
import { openTestDatabase, type TestUser } from "../support/e2e-database";
import { startImage } from "../support/standalone";
import { startWebkit, type Webkit } from "../support/webkit";

const databaseUrl = await createDatabase({ migrated: true });
const database = openTestDatabase(databaseUrl);
afterAll(() => database.close());

describe.skipIf(!startWebkit)("WebKit", () => {
  let browser: Webkit;
  let origin: string;
  let user: TestUser;

  const address = () => browser.run("return location.pathname");
  const text = () => browser.run("return document.body.innerText");
  const waitFor = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000 });
  const atSignIn = () => waitFor(async () => expect(await address()).toBe("/sign-in"));
  const seesAccount = () => waitFor(async () => expect(await text()).toContain(user.email));
  const signOut = () => browser.click('header form[action^="/sign-out"] button');

  beforeAll(async () => {
    if (!startWebkit) return;
    const settings = { AUTH_STRATEGY: "database", DATABASE_URL: databaseUrl };
    const server = await startImage({ ...settings, AUTH_TRUST_HOST: "true" }, atEnd);
    origin = `http://localhost:${server.port}`;
    browser = await startWebkit(atEnd);
    user = await database.createUser();
  }, 180_000);

  async function signIn() {
    await browser.open(`${origin}/sign-in?callbackUrl=/account`);
    await browser.type("main input[name=email]", user.email);
    await browser.type("main input[name=password]", user.password);
    await browser.click("main form button[type=submit]");
    await seesAccount();
    await waitFor(async () => expect(await address()).toBe("/account"));
  }

  test("shows nothing of a page that it has kept, after a sign-out and Back", async () => {
    await signIn();
    // What is visible, at the moment in which the page appears again. Another document reads it.
    await browser.run(`addEventListener("pageshow", ({ persisted }) => {
      const shown = { kept: persisted, text: document.body.innerText.trim() };
      sessionStorage.setItem("shown", JSON.stringify(shown));
    })`);
    await signOut();
    await waitFor(async () => expect(await address()).toBe("/"));
    await browser.run("setTimeout(() => history.back())");
    await atSignIn();
    expect(await text()).not.toContain(user.email);
    const shown = await browser.run(`return JSON.parse(sessionStorage.getItem("shown"))`);
    expect(shown).toEqual({ kept: true, text: "" });
  });

  test("shows nothing in any window, after a sign-out in one of them", async () => {
    await signIn();
    const goBack = await browser.openWindow();
    await browser.open(`${origin}/account`);
    await seesAccount();
    await signOut();
    await waitFor(async () => expect(await address()).toBe("/"));
    await goBack();
    await atSignIn();
    expect(await text()).not.toContain(user.email);
  });
});
