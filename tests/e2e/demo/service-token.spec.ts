// With an app of its own, which knows the port on which the example service will run.
import { type AddressInfo, createServer } from "node:net";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../../support/e2e-accessibility";
import { type App, startApp } from "../../support/e2e-app";
import { test as base, expect } from "../../support/e2e-test";
import { startExampleService } from "../../support/example-service";

interface Site {
  app: App;
  /** Where the example service is expected. It does not run unless a test starts it. */
  service: string;
}

const test = base.extend<object, { site: Site }>({
  site: [
    async ({ strategy, database }, use) => {
      const service = `http://localhost:${await freePort()}`;
      const TOKEN_AUDIENCES = `${service},https://other.example`;
      const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url, TOKEN_AUDIENCES };
      const app = await startApp({ env });
      await use({ app, service });
      await app.stop();
    },
    { scope: "worker" },
  ],
  appUrl: [async ({ site }, use) => use(site.app.url), { scope: "worker" }],
});

// Serial, so that one worker has one such app.
test.describe.configure({ mode: "default" });

const panel = (page: Page) => page.getByRole("region", { name: "The experiment" });
const button = (page: Page, name: string) => panel(page).getByRole("button", { name });
const answerTo = (page: Page, name: string) =>
  page
    .getByRole("region", { name: "The service" })
    .getByRole("listitem")
    .filter({ hasText: name })
    .getByRole("paragraph");

const refusals = [
  ["Change the user in it", "401 refused signature verification failed"],
  ["Remove the signature, set alg: none", '401 refused "alg" (Algorithm)'],
  ["Send an expired token", '401 refused "exp" claim timestamp check failed'],
  ["Send a token for another service", '401 refused unexpected "aud" claim value'],
] as const;

async function getToken(page: Page) {
  await page.goto("/demo/service-token");
  await button(page, "Get a token").click();
  await expect(panel(page).getByRole("region", { name: "Its claims" })).toBeVisible();
}

test("the content of a token is shown, and the service accepts only the unchanged token", async ({
  page,
  user,
  signInAs,
  site,
}) => {
  await signInAs(user);
  await getToken(page);
  await expect(panel(page).getByRole("region", { name: "Its header" })).toContainText("at+jwt");
  const claims = panel(page).getByRole("region", { name: "Its claims" });
  await expect(panel(page)).toContainText(/00:0[45]:\d\d left/);
  for (const value of [user.id, site.app.url, site.service])
    await expect(claims).toContainText(value);
  await expect(claims).not.toContainText(user.email);
  await expect(panel(page)).toContainText(
    "Its key is among the published ones: /.well-known/jwks.json has 1 public key.",
  );

  await button(page, "Send it as it is").click();
  await expect(answerTo(page, "Send it as it is")).toContainText(`200 accepted as ${user.id}`);
  for (const [name, answer] of refusals) {
    await button(page, name).click();
    await expect(answerTo(page, name)).toContainText(answer);
  }
  await expect(panel(page)).toContainText(`No service answers at ${site.service}`);
  await expectAccessible(page);
});

test("no header chooses where the keys are fetched from", async ({ context, user, signInAs }) => {
  await signInAs(user);
  const asked: string[] = [];
  const stranger = createServer((socket) => {
    asked.push("connected");
    socket.destroy();
  }).listen(0);
  const host = `localhost:${(stranger.address() as AddressInfo).port}`;
  await context.request.post("/demo/api/service-token", {
    data: { ended: true },
    headers: { "X-Forwarded-Host": host, Forwarded: `host=${host}` },
  });
  expect(asked).toEqual([]);
  stranger.close();
});

test("a new token replaces the first one and its results", async ({ page, user, signInAs }) => {
  await signInAs(user);
  await getToken(page);
  await button(page, "Send it as it is").click();
  await expect(answerTo(page, "Send it as it is")).toContainText("200 accepted");
  const name = () =>
    panel(page)
      .getByRole("definition")
      .filter({ hasText: /^[0-9a-f-]{36}$/ });
  const before = await name().last().textContent();
  await button(page, "Get another token").click();
  await expect(name().last()).not.toHaveText(before ?? "");
  await expect(answerTo(page, "Send it as it is")).toBeEmpty();
});

test("after five minutes the page says that the token has expired", async ({
  page,
  user,
  signInAs,
}) => {
  await signInAs(user);
  await page.clock.install();
  await getToken(page);
  await expect(panel(page)).not.toContainText("expired: send it");
  await page.clock.fastForward("05:01");
  await expect(panel(page)).toContainText("expired: send it and see");
});

test("a deleted user gets a message and no token", async ({
  page,
  user,
  signInAs,
  database,
  allowConsole,
}) => {
  allowConsole(/401/);
  await signInAs(user);
  await page.goto("/demo/service-token");
  await expect(button(page, "Get a token")).toBeEnabled();
  await database.sql(`DELETE FROM "User" WHERE id = $1`, [user.id]);
  await button(page, "Get a token").click();
  await expect(panel(page).getByRole("status")).toContainText("You are signed out");
});

test("the example service is used if it runs", async ({ page, user, signInAs, site }) => {
  await signInAs(user);
  const service = await startExampleService({
    ISSUER: site.app.url,
    AUDIENCE: site.service,
    PORT: new URL(site.service).port,
  });
  await getToken(page);
  await button(page, "Send it as it is").click();
  await expect(answerTo(page, "Send it as it is")).toContainText(`200 accepted as ${user.id}`);
  await expect(panel(page)).toContainText(`Answered by the service at ${site.service}`);
  for (const [name, answer] of refusals) {
    await button(page, name).click();
    await expect(answerTo(page, name)).toContainText(answer);
  }
  await expect(panel(page)).toContainText(`Answered by the service at ${site.service}`);
  await service.stop();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
