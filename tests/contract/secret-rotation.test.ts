// AUTH_SECRET is replaced in three phases, server by server: OLD, then "OLD,NEW", then "NEW,OLD", then NEW. In each
// step some servers have the previous list and some the next one, and a browser uses both.
import { afterEach, describe, expect, test } from "vitest";
import { env } from "@/lib/env";
import type { StrategyName } from "@/lib/session/strategies";
import { createBrowser, password } from "../support/authjs";
import { expectConsole } from "../support/console";
import { addUser } from "../support/database";
import { everyStrategy, setUp } from "../support/strategies";

const [OLD, NEW] = [
  "the old secret, of no use anywhere else",
  "the new secret, of no use anywhere else",
];

const own = env.AUTH_SECRET;
afterEach(() => {
  env.AUTH_SECRET = own;
});

/** A browser that can use two servers. */
function createTwo(name: StrategyName, lists: string[][]) {
  const jar = new Map<string, string>();
  return lists.map((secrets) => {
    const browser = createBrowser(setUp(name, { secrets }).strategy);
    /** One after the other: the settings are those of the process. */
    return <T>(ask: (it: typeof browser) => Promise<T>): Promise<T> => {
      env.AUTH_SECRET = secrets;
      browser.jar.clear();
      for (const [key, value] of jar) browser.jar.set(key, value);
      return ask(browser).finally(() => {
        jar.clear();
        for (const [key, value] of browser.jar) jar.set(key, value);
      });
    };
  });
}

const steps: [string, string[], string[]][] = [
  ["OLD and OLD,NEW", [OLD], [OLD, NEW]],
  ["OLD,NEW and NEW,OLD", [OLD, NEW], [NEW, OLD]],
  ["NEW,OLD and NEW", [NEW, OLD], [NEW]],
];

describe.each(everyStrategy)("%s, while some servers have", (name) => {
  const directions = steps.flatMap(([what, a, b]) => [
    [`${what}: from the first to the second`, a, b] as const,
    // In the last step, what the servers make that still have OLD is made with NEW.
    [`${what}: from the second to the first`, b, a] as const,
  ]);

  test.each(directions)(
    "%s: a session of one server is accepted by the other",
    async (_what, first, second) => {
      const user = await addUser({ password });
      const [here, there] = createTwo(name, [first, second]);
      await here?.((browser) => browser.signIn(user));
      for (const server of [there, here, there])
        expect(await server?.((browser) => browser.session())).toMatchObject({
          user: { id: user.id },
        });
    },
  );

  test.each(directions)(
    "%s: a form of one server can be sent to the other",
    async (_what, first, second) => {
      const user = await addUser({ password });
      const [here, there] = createTwo(name, [first, second]);
      const form = await here?.(async (browser) => (await browser.get("csrf")).json());
      const { csrfToken } = form as { csrfToken: string };
      const answer = await there?.((browser) =>
        browser.post("callback/credentials", {
          withoutCsrfToken: true,
          fields: { csrfToken, email: user.email, password },
        }),
      );
      expect(await answer?.json()).toEqual({ url: "http://localhost:3000/" });
      expect(await here?.((browser) => browser.session())).toMatchObject({ user: { id: user.id } });
    },
  );

  test("if two phases are deployed at once, the other server signs nobody out", async () => {
    const user = await addUser({ password });
    const [old, next] = createTwo(name, [[OLD], [NEW, OLD]]);
    await next?.((browser) => browser.signIn(user));
    await old?.((browser) => browser.session());
    expect(await next?.((browser) => browser.session())).toMatchObject({ user: { id: user.id } });
  });
});

test("an invalid CSRF token is refused", async () => {
  expectConsole(/MissingCSRF/);
  const [server] = createTwo("jwt", [[NEW, OLD]]);
  const answer = await server?.((browser) => {
    browser.jar.set("authjs.csrf-token", `${"0".repeat(64)}|${"0".repeat(64)}`);
    return browser.post("signout", {
      withoutCsrfToken: true,
      fields: { csrfToken: "0".repeat(64) },
    });
  });
  expect(await answer?.text()).toContain("error=MissingCSRF");
});
