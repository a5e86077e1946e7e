// In a real browser: sign-out here redirects to the provider, and sign-out there ends the session here.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { type App, startApp } from "../support/e2e-app";
import { signInAtProvider, startOidcProvider } from "../support/e2e-oidc";
import { test as base, expect } from "../support/e2e-test";

interface Running {
  app: App;
  issuer: string;
  /** The statuses of the app's answers to the provider. */
  answers: number[];
}

const test = base.extend<object, { running: Running }>({
  running: [
    async ({ strategy, database }, use) => {
      const answers: number[] = [];
      // A proxy in front of the app, whose port is not known when the provider starts.
      const relay: Server = createServer(async (request, response) => {
        let body = "";
        for await (const data of request) body += data;
        const answer = await fetch(`${app.url}/api/session/backchannel-logout`, {
          method: "POST",
          headers: { "content-type": `${request.headers["content-type"]}` },
          body,
        });
        answers.push(answer.status);
        response.writeHead(answer.status).end(await answer.text());
      });
      await new Promise<void>((listening) => relay.listen(0, "127.0.0.1", listening));
      const { port } = relay.address() as AddressInfo;
      const provider = await startOidcProvider({ OIDC_BACK_CHANNEL: `http://127.0.0.1:${port}/` });
      const app = await startApp({
        env: { AUTH_STRATEGY: strategy, DATABASE_URL: database.url, ...provider.env },
      });
      await use({ app, answers, issuer: provider.issuer });
      await app.stop();
      await provider.stop();
      relay.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ running }, use) => use(running.app.url),
});
test.describe.configure({ mode: "default" });

async function signIn(page: Page) {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await signInAtProvider(page, `leaves-${crypto.randomUUID()}`);
  await expect(page).toHaveURL("/account");
}

test("a sign-out here also signs out at the provider and redirects back", async ({
  page,
  running,
  trait,
}) => {
  await signIn(page);
  const before = running.answers.length;
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign out at the test provider" })).toBeVisible();
  // The session here has already ended.
  expect((await page.request.get("/api/me")).status()).toBe(401);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  // The session ends before the provider's notification.
  expect(running.answers.slice(before)).toEqual([trait.canEnd ? 200 : 501]);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with OpenID Connect" }).click();
  await expect(page.getByRole("heading", { name: "Sign in at the test provider" })).toBeVisible();
});

test("a sign-out at the provider ends the session here", async ({
  page,
  running,
  trait,
  stored,
}) => {
  await signIn(page);
  const { user } = await (await page.request.get("/api/me")).json();
  const before = running.answers.length;
  await page.goto(`${running.issuer}/session/end`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(() => running.answers.slice(before)).toEqual([trait.canEnd ? 200 : 501]);
  if (trait.endNoticedWithin === 0) expect((await page.request.get("/api/me")).status()).toBe(401);
  if (trait.canEnd) expect(await stored.idsOf(user)).toEqual([]);
  if (!trait.canEnd) expect((await page.request.get("/api/me")).status()).toBe(200);
});

test("a user with a password is not redirected to a provider at sign-out", async ({
  page,
  user,
  signInAs,
}) => {
  await signInAs(user);
  const answer = await page.request.post("/sign-out", { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers().location).toBe("/");
});
