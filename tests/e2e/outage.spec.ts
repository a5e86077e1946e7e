// When the database stops answering, "could not check" never means "signed out", and never gives access.
import { expire } from "../support/e2e-access-token";
import { type App, AUDIENCES, startApp } from "../support/e2e-app";
import type { Client } from "../support/e2e-client";
import { createClient } from "../support/e2e-client";
import { field, submitSignIn } from "../support/e2e-forms";
import { test as base, expect } from "../support/e2e-test";
import { type FaultProxy, openFaultProxy } from "../support/fault-proxy";

/** React, of an error that came from the server: it says no more in production. */
const SERVER_ERROR = /Minified React error #(419|441)|status of 500/;

interface Outage {
  network: FaultProxy;
  app: App;
}

// A separate app whose connection to the database can be interrupted.
const test = base.extend<{ breakable: Outage }, { outage: Outage }>({
  outage: [
    async ({ strategy, database }, use) => {
      const network = await openFaultProxy(database.url);
      const env = { AUTH_STRATEGY: strategy, DATABASE_URL: network.url };
      const app = await startApp({ env, hasty: true });
      await use({ network, app });
      await app.stop();
    },
    { scope: "worker" },
  ],
  breakable: async ({ outage }, use) => {
    await use(outage);
    await outage.network.restore();
  },
  baseURL: async ({ outage }, use) => use(outage.app.url),
  newClient: async ({ outage }, use) => use((headers) => createClient(outage.app.url, headers)),
});

// In one worker, which has one such app.
test.describe.configure({ mode: "default" });

for (const [fault, fail] of [
  ["refuses", (network: FaultProxy) => network.refuse()],
  ["hangs", (network: FaultProxy) => network.hang()],
  ["answers after 4 s", (network: FaultProxy) => network.slow(4000)],
] as const)
  test(`when the database ${fault}, nobody is signed out, and everything works afterwards`, async ({
    breakable: { network },
    newClient,
    user,
    trait,
  }) => {
    const client = newClient();
    await client.signIn(user);
    await fail(network);

    const answer = await client.get("/api/me");
    if (trait.asksStore) {
      expect(answer.status).toBe(503);
      expect(answer.json()).toMatchObject({ error: "unavailable" });
      expect(answer.headers.get("retry-after")).toBeTruthy();
    } else expect(answer.status).toBe(200);
    expect(answer.setCookies.size).toBe(0);
    expect((await newClient().get("/api/me")).status, "a guest").toBe(401);

    await network.restore();
    expect((await client.get("/api/me")).status).toBe(200);
  });

test("slow answers of the database are used", async ({
  breakable: { network },
  newClient,
  user,
}) => {
  const client = newClient();
  await client.signIn(user);
  network.slow(1500);
  expect((await client.get("/api/me")).status).toBe(200);
});

test("a form with many slow statements waits only a few seconds @once", async ({
  breakable: { network },
  page,
  user,
}) => {
  await page.goto("/sign-in");
  network.slow(800);
  await submitSignIn(page, user);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("could not check");
});

test("a dropped connection is replaced without an error", async ({
  breakable: { network },
  newClient,
  user,
}) => {
  const client = newClient();
  await client.signIn(user);
  for (let i = 0; i < 3; i++) {
    network.drop();
    await expect.poll(() => client.get("/api/me").then(({ status }) => status)).toBe(200);
  }
});

test("Auth.js's own route keeps the cookie", async ({
  breakable: { network },
  newClient,
  user,
  trait,
}) => {
  const client = newClient();
  await client.signIn(user);
  await network.refuse();
  const answer = await client.get("/api/auth/session");
  expect(answer.status).toBe(trait.asksStore ? 503 : 200);
  expect(client.cookies.has(trait.cookie)).toBe(true);
  // update() reads the database under every strategy.
  expect((await postUpdate(client)).status).toBe(503);
  expect(client.cookies.has(trait.cookie)).toBe(true);
});

test("no token for another service is issued without a check", async ({
  breakable: { network },
  newClient,
  user,
}) => {
  const client = newClient();
  await client.signIn(user);
  const ask = () => client.post("/api/token", JSON.stringify({ audience: AUDIENCES[0] }));
  await network.refuse();
  const answer = await ask();
  expect(answer.status).toBe(503);
  expect(answer.json()).toMatchObject({ error: "unavailable" });
  expect(answer.setCookies.size).toBe(0);
  // The keys are derived only from the secret, so services can still verify tokens.
  expect((await newClient().get("/.well-known/jwks.json")).status).toBe(200);
  await network.restore();
  expect((await ask()).status).toBe(200);
});

test("/api/health reports the outage and fails only if the strategy needs the database", async ({
  breakable: { network },
  newClient,
  trait,
  strategy,
}) => {
  await network.refuse();
  const answer = await newClient().get("/api/health");
  // If sessions can be ended, every session is looked up eventually.
  const ok = !trait.canEnd;
  expect(answer.status).toBe(ok ? 200 : 503);
  expect(answer.json()).toEqual({ ok, strategy, database: "down", redis: "off" });
});

test("a page shows a message and works after 'Try again'", async ({
  breakable: { network },
  page,
  user,
  signInAs,
  sessionCookie,
  trait,
}) => {
  await signInAs(user);
  const cookie = await sessionCookie();
  await network.refuse();
  await page.goto("/account");
  if (trait.asksStore) {
    await expect(
      page.getByRole("heading", { name: "We could not check your session" }),
    ).toBeVisible();
    expect(await page.content()).not.toContain(user.email);
  } else {
    await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
    await expect(page.getByRole("region", { name: "Password" })).toContainText(
      "The database did not answer",
    );
  }
  await expect(page).toHaveURL("/account");
  expect(await sessionCookie()).toBe(cookie);

  await network.restore();
  if (trait.asksStore) await page.getByRole("button", { name: "Try again" }).click();
  else await page.reload();
  await expect(field(page, "Current password")).toBeVisible();
  await expect(page).toHaveURL("/account");
});

// #region refresh
test("a refresh without an answer keeps the session", async ({
  breakable: { network },
  page,
  context,
  user,
  signInAs,
  sessionCookie,
  baseURL,
  trait,
  allowConsole,
}) => {
  test.skip(!trait.refreshCookie, "there is nothing to refresh");
  allowConsole(SERVER_ERROR);
  await signInAs(user);
  const value = await expire(await sessionCookie());
  await context.addCookies([{ name: trait.cookie, value, url: `${baseURL}` }]);
  const ours = async () =>
    (await context.cookies())
      .filter(({ name }) => name === trait.cookie || name === trait.refreshCookie)
      .map(({ value }) => value);
  const before = await ours();
  await network.refuse();

  await page.goto("/account?x=1");
  await expect(
    page.getByRole("heading", { name: "We could not check your session" }),
  ).toBeVisible();
  await expect(page).toHaveURL("/account?x=1");
  const answer = await page.request.post("/api/session/refresh");
  expect(answer.status()).toBe(503);
  expect(answer.headers()["set-cookie"]).toBeUndefined();
  expect((await page.request.get("/api/auth/session")).status()).toBe(503);
  expect(await ours()).toEqual(before);

  await network.restore();
  // Waits until the app may redirect again.
  const tryAgain = page.getByRole("button", { name: "Try again" });
  await expect(async () => {
    if (await tryAgain.isVisible()) await tryAgain.click();
    await expect(field(page, "Current password")).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(page).toHaveURL("/account?x=1");
  expect((await page.request.get("/api/me")).status()).toBe(200);
});
// #endregion

test("a page that requires a role refuses everyone", async ({
  breakable: { network },
  page,
  database,
  signInAs,
}) => {
  const admin = await database.createUser({ role: "admin" });
  await signInAs(admin);
  await network.refuse();
  await page.goto("/admin");
  await expect(
    page.getByRole("heading", { name: "We could not check your session" }),
  ).toBeVisible();
  await expect(page).toHaveURL("/admin");
  await expect(page.getByRole("table")).toHaveCount(0);
});

test("a form says that it could not be checked, and not that the password is wrong", async ({
  breakable: { network },
  page,
  user,
  sessionCookie,
}) => {
  await page.goto("/sign-in");
  await network.refuse();
  await submitSignIn(page, user);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("could not check");
  await expect(field(page, "Email")).toHaveValue(user.email);
  expect(await sessionCookie()).toBeUndefined();
  await network.restore();
  await field(page, "Password").fill(user.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/account");
});

test("a failed sign-out is not reported as success", async ({
  breakable: { network },
  newClient,
  user,
  trait,
  appUrl,
}) => {
  const client = newClient();
  await client.signIn(user);
  await network.refuse();
  const answer = await client.post("/sign-out", {});
  expect(answer.status).toBe(303);
  // The server has nothing to end, so the cookie is only deleted.
  expect(client.cookies.has(trait.cookie)).toBe(trait.canEnd);
  const away = trait.canEnd ? "/account?sign-out=failed" : "/";
  expect(answer.headers.get("location")).toBe(away);
  await network.restore();
  const next = (await client.get(away)).text;
  expect(next.includes("You are still signed in")).toBe(trait.canEnd);
  expect((await client.get("/api/me")).status, appUrl).toBe(trait.canEnd ? 200 : 401);
});

async function postUpdate(client: Client) {
  const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
  const body = JSON.stringify({ csrfToken, data: {} });
  return client.post("/api/auth/session", body, { "content-type": "application/json" });
}

// #region demo
test("an error page restores the input of the page that it replaced", async ({
  breakable: { network },
  page,
  user,
  signInAs,
  trait,
}) => {
  test.skip(!trait.asksStore, "The page can do without the database.");
  await signInAs(user);
  await page.goto("/demo/form");
  await page.getByLabel("Title").fill("Coffee, or tea");
  await page.getByLabel("Kind").selectOption("idea");
  await page
    .getByLabel(/A file/)
    .setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
  network.refuse();
  // As after a sign-in or an action with changes.
  await page.evaluate(() =>
    (window as unknown as { next: { router: { refresh(): void } } }).next.router.refresh(),
  );
  await expect(page.getByText("We could not check your session")).toBeVisible();
  await network.restore();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByLabel("Title")).toHaveValue("Coffee, or tea");
  await expect(page.getByLabel("Kind")).toHaveValue("idea");
  const files = page.getByLabel(/A file/);
  expect(await files.evaluate((input: HTMLInputElement) => input.files?.[0]?.name)).toBe("a.txt");
});
// #endregion
