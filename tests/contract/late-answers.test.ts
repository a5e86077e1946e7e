// A browser has one session. Late responses and a change of AUTH_STRATEGY do not restore an ended one.
import { describe, expect, test } from "vitest";
import { createBrowser, password, signedIn } from "../support/authjs";
import { DAY } from "../support/clock";
import { addUser } from "../support/database";
import { carriesUser, everyStrategy, setUp, storedIds } from "../support/strategies";

type Signed = Awaited<ReturnType<typeof signedIn>>;

/** A request that renews or refreshes the session. Its answer arrives when the returned function is called. */
async function renewalUnderWay({ browser, clock, session }: Signed) {
  clock.set(session.authTime + 2 * DAY);
  const before = new Map(browser.jar);
  expect(await browser.session()).not.toBeNull();
  const changed = [...browser.jar].filter(([name, value]) => before.get(name) !== value);
  browser.jar.clear();
  for (const [name, value] of before) browser.jar.set(name, value);
  return () => {
    for (const [name, value] of changed) browser.jar.set(name, value);
    return changed.length;
  };
}

describe.each(everyStrategy)("%s: a late response", (name) => {
  test("does not undo a sign-out", async () => {
    const signed = await signedIn(name);
    const { browser, strategy } = signed;
    const arrive = await renewalUnderWay(signed);
    await browser.signOut();
    expect(arrive() > 0, "it had a cookie to bring, where cookies are renewed").toBe(
      carriesUser(strategy),
    );
    expect(await browser.session()).toBeNull();
    expect(await browser.session(), "nor does asking again").toBeNull();
  });

  test("does not restore the session of a previous user", async () => {
    const signed = await signedIn(name);
    const { browser, user } = signed;
    const arrive = await renewalUnderWay(signed);
    const other = await addUser({ password });
    await browser.signIn(other);
    arrive();
    const session = (await browser.session()) as { user: { id: string } } | null;
    expect(session?.user.id).not.toBe(user.id);
  });

  test("does not prevent a new sign-in", async () => {
    const signed = await signedIn(name);
    const { browser, user } = signed;
    for (let n = 0; n < 7; n++) {
      const arrive = await renewalUnderWay({
        ...signed,
        session: (await signed.strategy.read(browser.cookie)) ?? signed.session,
      });
      await browser.signOut();
      arrive();
      expect(await browser.session()).toBeNull();
      await browser.signIn(user);
      expect(await browser.session()).toMatchObject({ user: { id: user.id } });
    }
    const sent = [...browser.jar].map(([name, value]) => name + value).join("").length;
    expect(sent, "what the browser keeps is bounded").toBeLessThan(2_000);
  });
});

const flips = everyStrategy.flatMap((from) =>
  everyStrategy.filter((to) => to !== from).map((to) => [from, to] as const),
);

describe.each(flips)("a change from %s to %s and back", (from, to) => {
  async function flipped() {
    const before = await signedIn(from);
    const after = createBrowser(setUp(to).strategy);
    for (const [name, value] of before.browser.jar) after.jar.set(name, value);
    const flipBack = () => {
      before.browser.jar.clear();
      for (const [name, value] of after.jar) before.browser.jar.set(name, value);
      return before.browser.session();
    };
    const rows = async () => {
      const ids = await storedIds(before.strategy, before.user);
      return ids.filter((id) => id === before.session.id);
    };
    return { ...before, after, flipBack, rows };
  }

  test("keeps the session if the user does nothing meanwhile", async () => {
    const { after, flipBack, user } = await flipped();
    expect(await after.session()).toBeNull();
    expect(await flipBack()).toMatchObject({ user: { id: user.id } });
  });

  test("does not restore the session of a user who signed out meanwhile", async () => {
    const { after, flipBack, rows, cookie, browser, user } = await flipped();
    await after.signIn(user);
    await after.signOut();
    expect(await flipBack()).toBeNull();
    expect(await rows()).toEqual([]);
    browser.jar.set(browser.cookieName, cookie);
    expect(await browser.session(), "nor does a late answer bring it back").toBeNull();
  });

  test("does not restore the first session after a sign-in as another user", async () => {
    const { after, flipBack, rows } = await flipped();
    await after.signIn(await addUser({ password }));
    expect(await after.session()).not.toBeNull();
    expect(await flipBack()).toBeNull();
    expect(await rows()).toEqual([]);
  });
});
