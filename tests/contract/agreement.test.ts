// Two ways to the same answer: the door that app code uses asks the strategy at once, `auth()` and
// /api/auth/session go through Auth.js. In no state of a session may one of them know better.
import { describe, expect, test } from "vitest";
import { findStoreUnavailable } from "@/lib/errors";
import type { SessionStrategy } from "@/lib/session/strategy";
import { signedIn } from "../support/authjs";
import { DAY } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { deleteUser, disableUser, network, setRole } from "../support/database";
import { everyStrategy } from "../support/strategies";
import { renewalDue } from "../support/visit";

type Scene = Awaited<ReturnType<typeof signedIn>>;
/** "user" is whoever signed in, "admin" the same in the role that they have by now. */
type Answer = "user" | "admin" | "nobody" | "could not check";

/** Under a strategy that asks the store at each request, and under one that takes a cookie's word. */
const byKind =
  (asking: Answer, trusting: Answer) =>
  ({ roleNoticedWithin }: SessionStrategy) =>
    roleNoticedWithin === 0 ? asking : trusting;
const always = (answer: Answer) => () => answer;

const states: [string, (scene: Scene) => unknown, (strategy: SessionStrategy) => Answer][] = [
  ["valid", () => {}, always("user")],
  ["about to be renewed", ({ clock, held }) => clock.set(renewalDue(held) - 1), always("user")],
  [
    "due for renewal",
    ({ clock, held }) => clock.set(renewalDue(held)),
    // An access token that has ended is for a refresh, which is neither's to do.
    ({ refresh }) => (refresh ? "nobody" : "user"),
  ],
  ["at its end", ({ clock, session }) => clock.set(session.expires), always("nobody")],
  ["past everything", ({ clock }) => clock.pass(40 * DAY), always("nobody")],
  [
    "forged",
    ({ browser, cookie }) => browser.jar.set(browser.cookieName, flipped(cookie)),
    always("nobody"),
  ],
  [
    "no token at all",
    ({ browser }) => browser.jar.set(browser.cookieName, "%00' OR 1=1"),
    always("nobody"),
  ],
  ["absent", ({ browser }) => browser.jar.delete(browser.cookieName), always("nobody")],
  [
    "signed out, and a copy shown",
    ({ strategy, cookie }) => strategy.end(cookie),
    byKind("nobody", "user"),
  ],
  [
    "ended by somebody else",
    ({ strategy, user }) => strategy.revocation?.endAll(user.id),
    byKind("nobody", "user"),
  ],
  ["of a disabled user", ({ user }) => disableUser(user), byKind("nobody", "user")],
  ["of a deleted user", ({ user }) => deleteUser(user), byKind("nobody", "user")],
  ["of a user with a new role", ({ user }) => setRole(user, "admin"), byKind("admin", "user")],
  ["valid, with the store down", () => network.refuse(), byKind("could not check", "user")],
  [
    "forged, with the store down",
    ({ browser, cookie }) => {
      browser.jar.set(browser.cookieName, flipped(cookie));
      return network.refuse();
    },
    byKind("could not check", "nobody"),
  ],
];

/** Its last character but one, which stands for six whole bits of the tag or of the token. */
const flipped = (cookie: string) =>
  cookie.slice(0, -2) + (cookie.at(-2) === "A" ? "B" : "A") + cookie.slice(-1);

async function answer(ask: () => Promise<{ role: string } | null | undefined>): Promise<Answer> {
  try {
    return ((await ask())?.role as Answer | undefined) ?? "nobody";
  } catch (error) {
    if (findStoreUnavailable(error)) return "could not check";
    throw error;
  }
}

describe.each(everyStrategy)(
  "%s: the app's door and Auth.js agree on a session that is",
  (name) => {
    test.each(states)("%s", async (_state, bring, expected) => {
      allowConsole(DATABASE_OUTAGE);
      const scene = await signedIn(name);
      await bring(scene);
      const { browser, strategy } = scene;
      const asked = await answer(async () => (await strategy.renew(browser.cookie))?.user);
      const authjs = await answer(async () => {
        const session = await (await browser.getBare("session")).json();
        return session?.user;
      });
      expect(authjs).toEqual(asked);
      expect(asked).toBe(expected(strategy));
    });
  },
);
