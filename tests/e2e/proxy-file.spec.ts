// The app with middleware.ts renamed to proxy.ts, which Next.js suggests: docs/decisions/0040.
import { existsSync } from "node:fs";
import { folderOf } from "../../scripts/lib/build-copy.mjs";
import { runNode } from "../../scripts/lib/run.mjs";
import { startApp } from "../support/e2e-app";
import { submitSignIn } from "../support/e2e-forms";
import { test as base, expect } from "../support/e2e-test";

const folder = folderOf("with-proxy");

const test = base.extend({
  appUrl: [
    async ({ strategy, database }, use) => {
      await runNode("The build with proxy.ts", ["scripts/lib/build-for-tests.mjs", "with-proxy"]);
      const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url };
      const app = await startApp({ env, folder });
      await use(app.url);
      await app.stop();
    },
    { scope: "worker", timeout: 30 * 60_000 },
  ],
});

test.describe.configure({ mode: "default" });

test("a guest is redirected before the page is rendered", async ({ newClient }) => {
  expect(existsSync(`${folder}/middleware.ts`)).toBe(false);
  const answer = await newClient().get("/account?tab=devices");
  expect([answer.status, answer.headers.get("location")]).toEqual([
    307,
    "/sign-in?callbackUrl=%2Faccount%3Ftab%3Ddevices",
  ]);
  expect(answer.headers.get("cache-control")).toContain("no-store");
});

test("pages have a policy with a nonce of their own", async ({ newClient }) => {
  const policies = await Promise.all(
    [1, 2].map(async () =>
      (await newClient().get("/sign-in")).headers.get("content-security-policy"),
    ),
  );
  expect(policies[0]).toContain("'nonce-");
  expect(policies[0]).not.toBe(policies[1]);
});

test("someone signs in, in a browser, and is guarded no more", async ({ page, user }) => {
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in?callbackUrl=%2Faccount");
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
});
