// Clocks that a test sets instead of waiting. The server's clock does not run between two changes, so tests also pass
// on a slow machine. The pages' clock runs, because pages need it. Other browsers on the same server are not affected.
import type { BrowserContext, Page } from "@playwright/test";
import { test } from "./e2e-test";

export interface TestClock {
  /** The server's time in ms since the epoch. */
  now(): number;
  /** Headers for requests that are sent without the browser. */
  headers(): Record<string, string>;
  /** Advances both clocks by `milliseconds`. Timers that are due run once. */
  pass(milliseconds: number): Promise<void>;
}

/** Call it before a sign-in. Without a browser it is only the clock of clients. */
export async function installClock(...contexts: BrowserContext[]): Promise<TestClock> {
  let time = Date.now();
  const headers = () => ({ "test-clock": `${time}` });
  const tell = () => Promise.all(contexts.map((one) => one.setExtraHTTPHeaders(headers())));
  for (const context of contexts) {
    await context.clock.install({ time });
    await context.addInitScript(noteWatching);
  }
  await tell();
  return {
    now: () => time,
    headers,
    async pass(milliseconds) {
      const pages = contexts.flatMap((context) => context.pages());
      await Promise.all(pages.map(watching));
      time += milliseconds;
      await tell();
      for (const context of contexts) await context.clock.fastForward(milliseconds);
    },
  };
}

/** `test` for files whose tests set the clock. Tests that use `clock` have it from their start. */
export const withClock = test.extend<{ clock: TestClock }>({
  clock: async ({ context }, use) => use(await installClock(context)),
});

/**
 * A page gets the remaining time of its session, because its clock may be wrong. So its clock must not change before
 * its scripts have read that time and lib/browser/wake.ts listens.
 */
function noteWatching() {
  const add = window.addEventListener;
  window.addEventListener = (...args: Parameters<typeof add>) => {
    if (args[0] === "pageshow") document.documentElement.dataset.watching = "";
    return add.apply(window, args);
  };
}

/** Pages of guests do not watch the session. */
async function watching(page: Page) {
  const signedIn = await page.getByText("Signed in as").count();
  if (signedIn > 0) await page.locator("html[data-watching]").waitFor();
}
