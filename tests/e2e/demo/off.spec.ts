// `npm start` without DEMO: no part of the demo is available. The paths are read from the file system, so that new
// pages and routes are tested too.
import { readdirSync } from "node:fs";
import { folderOf } from "../../../scripts/lib/build-copy.mjs";
import { migrate, seed } from "../../../scripts/lib/database.mjs";
import { startEmbeddedPostgres } from "../../../scripts/lib/embedded-postgres.mjs";
import { runNode } from "../../../scripts/lib/run.mjs";
import { catchAction } from "../../support/e2e-actions";
import { type App, startApp } from "../../support/e2e-app";
import { type Client, createClient } from "../../support/e2e-client";
import { openTestDatabase, type TestUser } from "../../support/e2e-database";
import { field } from "../../support/e2e-forms";
import { test as base, expect } from "../../support/e2e-test";
import { WAYS_TO_ASK } from "../../support/e2e-ways-to-ask";

interface Sites {
  /** The demo is on. */
  on: App;
  /** As with `npm start`. */
  off: App;
  /** The same without middleware.ts. */
  bare: App;
}

// With a database of its own: the tests compare the numbers of all rows.
const test = base.extend<object, { sites: Sites }>({
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright requires a pattern here
    async ({}, use) => {
      const postgres = await startEmbeddedPostgres();
      await migrate(postgres.url);
      await seed(postgres.url);
      const database = openTestDatabase(postgres.url);
      await use(database);
      await database.close();
      await postgres.stop();
    },
    { scope: "worker" },
  ],
  sites: [
    async ({ strategy, database }, use) => {
      const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url };
      await runNode("The build without middleware", [
        "scripts/lib/build-for-tests.mjs",
        "without-middleware",
      ]);
      const folder = folderOf("without-middleware");
      const [on, off, bare] = await Promise.all([
        startApp({ env }),
        startApp({ env: { ...env, DEMO: "" } }),
        startApp({ env: { ...env, DEMO: "" }, folder }),
      ]);
      await use({ on, off, bare });
      await Promise.all([on, off, bare].map((site) => site.stop()));
    },
    { scope: "worker", timeout: 30 * 60_000 },
  ],
  appUrl: [async ({ sites }, use) => use(sites.on.url), { scope: "worker" }],
});

// Serial, so that one worker has these servers.
test.describe.configure({ mode: "default" });

const addressesOf = (file: string) =>
  readdirSync("app/demo", { recursive: true, encoding: "utf8" })
    .filter((path) => `/${path}`.endsWith(`/${file}`))
    .map((path) => `/demo/${path.slice(0, -file.length)}`.replace(/\/$/, ""))
    .map((path) => path.replace("docs/[...slug]", "docs/decisions"))
    .map((path) => path.replaceAll(/\[[^\]]+\]/g, "middleware.ts"));
const pages = addressesOf("page.tsx");
const routes = addressesOf("route.ts");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Every page of the demo contains one of these texts. */
const DEMO_WORDS = [
  "running now",
  "The code that decides it",
  "The current file in the folder",
  "How each strategy works, what it guarantees",
  "Decisions that you may want to change",
  "Every mail of this app",
];
/** How pages can be asked for is tried on these: a static one, one that reads the session, and one with parameters. */
const SOME = ["/demo", "/demo/inspector", "/demo/source/middleware.ts"];

/** Everything that a route of the demo could change. */
const everything = `
  SELECT (SELECT count(*) FROM "User") AS users, (SELECT count(*) FROM "Session") AS sessions,
         (SELECT count(*) FROM "AuditEvent") AS events, (SELECT count(*) FROM "RateLimit") AS counts,
         (SELECT count(*) FROM "User" WHERE role = 'admin') AS admins`;

/** Bodies that the routes take when the demo is on. */
const bodies = [
  { role: "admin" },
  { action: "start" },
  { action: "open" },
  { action: "end" },
  { end: "all" },
  { ended: true },
  { kind: "permissions", count: 1, split: true },
  {},
];

test("the test finds pages and routes of the demo", () => {
  expect(pages).toEqual(
    expect.arrayContaining(["/demo", "/demo/roles", "/demo/source/middleware.ts"]),
  );
  expect(routes).toEqual(expect.arrayContaining(["/demo/api/compare", "/demo/api/device-limit"]));
});

for (const site of ["off", "bare"] as const)
  test(`every route answers 404 and does nothing (${site})`, async ({
    sites,
    database,
    context,
    user,
    signInAs,
  }) => {
    await signInAs(user);
    const before = await database.sql(everything);
    for (const path of routes)
      for (const method of METHODS)
        for (const data of method === "POST" ? bodies : [undefined]) {
          const url = sites[site].url + path;
          const headers = { Origin: sites[site].url };
          const answer = await context.request.fetch(url, { method, data, headers });
          // Next.js answers for methods that a route does not have.
          const known = site === "off" ? [404] : [404, 405, 204];
          expect(known, `${method} ${path}`).toContain(answer.status());
          if (answer.status() === 204) expect(method).toBe("OPTIONS");
          expect(answer.headers()["set-cookie"], `${method} ${path}`).toBeUndefined();
        }
    expect(await database.sql(everything)).toEqual(before);
  });

test("every page answers 404 to guests and signed-in users", async ({
  sites,
  context,
  request,
  user,
  signInAs,
}) => {
  await signInAs(user);
  for (const path of pages)
    for (const asked of [context.request, request]) {
      const answer = await asked.get(sites.off.url + path, { maxRedirects: 0 });
      expect(answer.status(), path).toBe(404);
      expect(answer.headers()["set-cookie"], path).toBeUndefined();
      const text = await answer.text();
      expect(text, path).toContain("This page does not exist");
      for (const word of DEMO_WORDS) expect(text, path).not.toContain(word);
    }
});

for (const site of ["off", "bare"] as const)
  for (const { name, path: toPath, headers } of WAYS_TO_ASK)
    test(`no page sends content of the demo for ${name} (${site})`, async ({
      sites,
      context,
      user,
      signInAs,
    }) => {
      await signInAs(user);
      for (const path of name === "as a document" ? pages : SOME) {
        const answer = await context.request.get(sites[site].url + toPath(path), { headers });
        expect(answer.status(), path).toBeLessThan(500);
        const text = await answer.text();
        for (const word of DEMO_WORDS) expect(text, path).not.toContain(word);
      }
    });

test("the searched words are on every page when the demo is on", async ({ request }) => {
  for (const path of pages) {
    const text = await (await request.get(path)).text();
    expect(
      DEMO_WORDS.some((word) => text.includes(word)),
      path,
    ).toBe(true);
  }
});

test("actions of the demo do not run", async ({ page, appUrl, sites, user, signInAs }) => {
  await signInAs(user);
  // The page shows its code too, without the address.
  const arrived = `Arrived from ${user.email}`;
  await page.goto("/demo/form");
  await field(page, "Title").fill("A report");
  await field(page, "What happened").fill("Nothing.");
  const sent = await catchAction(page, async () => {
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByText(arrived)).toBeVisible();
  });
  const again = await sent.resend(await signedInAt(appUrl, user), { origin: appUrl });
  expect(again.text, "the same bytes, where the demo is on").toContain(arrived);
  for (const path of ["/demo/form", "/", "/account"]) {
    const client = await signedInAt(sites.off.url, user);
    const answer = await sent.resend(client, { origin: sites.off.url }, undefined, path);
    expect(answer.text, path).not.toContain(arrived);
    // For an action that is none of the page's, Next.js has another status.
    expect([404, 409], path).toContain(answer.status);
  }
});

async function signedInAt(url: string, user: TestUser): Promise<Client> {
  const client = createClient(url);
  await client.signIn(user);
  return client;
}

test("no page links to the demo", async ({ page, sites, user, signInAs }) => {
  await signInAs(user);
  for (const path of ["/", "/account", "/sign-in", "/sign-up"]) {
    await page.goto(sites.off.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator('[href^="/demo"], [action^="/demo"]')).toHaveCount(0);
    expect(await page.content()).not.toContain("correct horse battery staple");
  }
  await page.goto("/");
  await expect(page.locator('[href^="/demo"]')).not.toHaveCount(0);
});
