// Auth.js redirects only inside the site (ASVS 3.7.2), for every input.
import { describe, expect, test } from "vitest";
import { createBrowser, password } from "../support/authjs";
import { allowConsole } from "../support/console";
import { addUser } from "../support/database";
import { everyStrategy, setUp } from "../support/strategies";

describe.each(everyStrategy)("%s: redirects after sign-in and sign-out", (name) => {
  const origin = "http://localhost:3000";
  const hostile = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://localhost:3000.evil.example/",
    "http://localhost:3000@evil.example/",
    "/account\r\nSet-Cookie: a=b",
    "/\t/evil.example",
    `/${"x".repeat(8192)}`,
  ];

  /** The redirect target as an absolute URL; null without a redirect. */
  async function destination(response: Response): Promise<URL | null> {
    expect(response.status).toBeLessThan(500);
    const location = response.headers.get("location");
    const body = location ? { url: location } : ((await response.json()) as { url?: string });
    return body.url ? new URL(body.url, origin) : null;
  }

  test("lead to the requested path", async () => {
    const browser = createBrowser(setUp(name).strategy);
    const response = await browser.signIn(await addUser({ password }), {
      callbackUrl: "/account?a=b",
    });
    expect((await destination(response))?.href).toBe(`${origin}/account?a=b`);
  });

  test.each(hostile.map((url) => [JSON.stringify(url).slice(0, 50), url]))(
    "never lead to %s",
    async (_label, callbackUrl) => {
      const browser = createBrowser(setUp(name).strategy);
      const user = await addUser({ password });
      const answers = [
        await browser.signIn(user, { callbackUrl }),
        await browser.get(`signin?${new URLSearchParams({ callbackUrl })}`),
        await browser.signOut({ callbackUrl }),
      ];
      for (const answer of answers) {
        const url = await destination(answer);
        if (url) expect(url.origin).toBe(origin);
      }
      expect([...browser.jar.values()].join()).not.toContain("evil.example");
    },
  );

  // This does not depend on the strategy, so it runs once.
  if (name !== everyStrategy[0]) return;
  describe.each([
    ["http", "http://localhost:3000", "authjs.callback-url"],
    ["https", "https://localhost:3000", "__Host-authjs.callback-url"],
  ])("on %s", (_scheme, origin, cookieName) => {
    test.each(hostile.map((url) => [JSON.stringify(url).slice(0, 50), url]))(
      "never lead to %s from a planted cookie, which is deleted",
      async (_label, callbackUrl) => {
        allowConsole(/MissingCSRF/); // the first request may be refused, and takes the cookie away
        const browser = createBrowser(setUp(name).strategy, { origin });
        const user = await addUser({ password });
        browser.jar.set(cookieName, encodeURIComponent(callbackUrl));
        const answers = [await browser.signIn(user), await browser.signIn(user)];
        expect(browser.cookie).not.toBe("");
        for (const answer of [...answers, await browser.signOut()]) {
          const url = await destination(answer);
          if (url) expect(url.origin).toBe(origin);
        }
      },
    );
  });
});
