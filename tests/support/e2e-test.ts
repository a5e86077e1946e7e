// `test` for the browser tests: import it from here. It runs once for each strategy (see `strategy`).
// An error in the browser's console fails the test, unless `allowConsole` allows it.
import { type BrowserContext, test as base, expect } from "@playwright/test";
import { type StrategyName, strategyNames } from "../../lib/session/strategies";
import { type Client, createClient } from "./e2e-client";
import { openTestDatabase, type TestDatabase, type TestUser } from "./e2e-database";
import { signIn } from "./e2e-sign-in";
import { getStage } from "./e2e-stage";
import { openStored, type StoredSessions } from "./e2e-stored";
import { type Traits, traits } from "./e2e-strategies";
import { watchForErrors } from "./e2e-watch";

export interface StrategyOption {
  strategy: StrategyName;
}

interface WorkerFixtures extends StrategyOption {
  /** http://localhost:PORT */
  appUrl: string;
  /** The promises of this strategy. */
  trait: Traits;
  /** The database of the app, for preparation and checks. */
  database: TestDatabase;
  /** The sessions in the store. */
  stored: StoredSessions;
}

interface TestFixtures {
  /** Allows an error like this one in the console of all browsers of the test. */
  allowConsole: (pattern: RegExp) => void;
  /** A user for this test, not signed in. */
  user: TestUser;
  /** An HTTP client with its own cookies; `headers` are sent with each request. */
  newClient: (headers?: Record<string, string>) => Client;
  /** Another browser with its own cookies, like one on another machine. */
  newBrowser: () => Promise<BrowserContext>;
  /** Signs `user` in without a page in this test's browser, or in the one given. */
  signInAs: (user: TestUser, context?: BrowserContext) => Promise<void>;
  /** The value of the session cookie, in this test's browser or in the one given. */
  sessionCookie: (context?: BrowserContext) => Promise<string | undefined>;
}

export const test = base.extend<TestFixtures & { allowed: RegExp[] }, WorkerFixtures>({
  strategy: [strategyNames[0] as StrategyName, { option: true, scope: "worker" }],
  trait: [async ({ strategy }, use) => use(traits[strategy]), { scope: "worker" }],
  database: [
    async ({ strategy }, use) => {
      const database = openTestDatabase(getStage().strategies[strategy].databaseUrl);
      await use(database);
      await database.close();
    },
    { scope: "worker" },
  ],
  stored: [
    async ({ database, trait }, use) => use(openStored(database, trait)),
    { scope: "worker" },
  ],
  appUrl: [
    async ({ strategy }, use) => use(getStage().strategies[strategy].url),
    { scope: "worker" },
  ],
  baseURL: async ({ appUrl }, use) => use(appUrl),
  newClient: async ({ appUrl }, use) => use((headers) => createClient(appUrl, headers)),

  // biome-ignore lint/correctness/noEmptyPattern: Playwright requires a pattern here
  allowed: async ({}, use) => use([]),
  allowConsole: async ({ allowed }, use) => use((pattern) => void allowed.push(pattern)),
  context: async ({ context, allowed }, use) => {
    const errors = watchForErrors(context);
    await use(context);
    await stopRouting(context);
    expectOnly(errors, allowed);
  },
  newBrowser: async ({ browser, contextOptions, baseURL, allowed }, use) => {
    const opened: { context: BrowserContext; errors: string[] }[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL });
      opened.push({ context, errors: watchForErrors(context) });
      return context;
    });
    for (const { context, errors } of opened) {
      await stopRouting(context);
      await context.close();
      expectOnly(errors, allowed);
    }
  },

  user: async ({ database }, use) => use(await database.createUser()),
  signInAs: async ({ context: own }, use) =>
    use((user, context = own) => signIn(context.request, user)),
  sessionCookie: async ({ context: own, trait }, use) =>
    use(async (context = own) => {
      const cookies = await context.cookies();
      return cookies.find(({ name }) => name === trait.cookie)?.value;
    }),
});

/** Otherwise a request that a test's route still fetches when the test ends would be an error outside of any test. */
async function stopRouting(context: BrowserContext) {
  for (const routed of [...context.pages(), context])
    await routed.unrouteAll({ behavior: "ignoreErrors" });
}

function expectOnly(errors: string[], allowed: RegExp[]) {
  const surprises = errors.filter((error) => !allowed.some((pattern) => pattern.test(error)));
  expect(surprises.slice(0, 5), `${surprises.length} errors in the browser`).toEqual([]);
}

export { expect };
