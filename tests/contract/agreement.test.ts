// Two ways to read the session: lib/session/current.ts asks the strategy directly, `auth()` and /api/auth/session use
// Auth.js. Both must give the same result in every state of a session.
import { describe, expect, test } from "vitest";
import { findStoreUnavailable } from "@/lib/errors";
import type { SessionStrategy } from "@/lib/session/strategy";
import { signedIn } from "../support/authjs";
import { DAY } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { deleteUser, disableUser, network, setRole } from "../support/database";
import { carriesUser, everyStrategy } from "../support/strategies";
import { renewalDue } from "../support/visit";

type Scene = Awaited<ReturnType<typeof signedIn>>;
/** "user" is the signed-in user, "admin" the same user with a changed role. */
type Answer = "user" | "admin" | "nobody" | "could not check";

/** Depends on whether the strategy reads the user at each request, or the cookie contains the user. */
const byUser = (reads: Answer, carries: Answer) => (strategy: SessionStrategy) =>
  carriesUser(strategy) ? carries : reads;
/** Depends on whether the strategy notices an ended session at the next request. */
const byEnd =
  (notices: Answer, lags: Answer) =>
  ({ endNoticedWithin }: SessionStrategy) =>
    endNoticedWithin === 0 ? notices : lags;
/** Depends on whether the strategy reads a store at each request. */
const byStore =
  (asks: Answer, asksNone: Answer) =>
  ({ asksStore }: SessionStrategy) =>
    asksStore ? asks : asksNone;
const always = (answer: Answer) => () => answer;

const states: [string, (scene: Scene) => unknown, (strategy: SessionStrategy) => Answer][] = [
  ["valid", () => {}, always("user")],
  ["about to be renewed", ({ clock, held }) => clock.set(renewalDue(held) - 1), always("user")],
  [
    "due for renewal",
    ({ clock, held }) => clock.set(renewalDue(held)),
    // An expired access token needs a refresh, which neither of them does.
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
    byEnd("nobody", "user"),
  ],
  [
    "ended by somebody else",
    ({ strategy, user }) => strategy.revocation?.endAll(user.id),
    byEnd("nobody", "user"),
  ],
  ["of a disabled user", ({ user }) => disableUser(user), byUser("nobody", "user")],
  ["of a deleted user", ({ user }) => deleteUser(user), byUser("nobody", "user")],
  ["of a user with a new role", ({ user }) => setRole(user, "admin"), byUser("admin", "user")],
  ["valid, with the store down", () => network.refuse(), byStore("could not check", "user")],
  [
    "forged, with the store down",
    ({ browser, cookie }) => {
      browser.jar.set(browser.cookieName, flipped(cookie));
      return network.refuse();
    },
    byUser("could not check", "nobody"),
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
  "%s: lib/session/current.ts and Auth.js agree on a session that is",
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
