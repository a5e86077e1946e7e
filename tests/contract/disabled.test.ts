// Users who are disabled (ASVS 7.4.2): no new session, and the ones they have end as the strategy states.
import { describe, expect, test } from "vitest";
import { SignInRefused } from "@/lib/errors";
import type { SessionStrategy } from "@/lib/session/strategy";
import { createBrowser, password } from "../support/authjs";
import { addUser, deleteUser, disableUser } from "../support/database";
import { everyStrategy, setUp, storedSessions } from "../support/strategies";
import { expectEnded } from "../support/visit";

describe.each(everyStrategy)("%s: a disabled user", (name) => {
  async function disabled() {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const issued = await strategy.create(user);
    await disableUser(user);
    return { strategy, clock, user, issued };
  }

  test.each([
    ["disabled", disableUser],
    ["deleted", deleteUser],
  ])("gets no session, and no row: %s", async (_what, lockOut) => {
    const { strategy } = setUp(name);
    const user = await addUser();
    await lockOut(user);
    await expect(strategy.create(user)).rejects.toBeInstanceOf(SignInRefused);
    expect(await storedSessions(strategy, user)).toEqual([]);
  });

  test("keeps the session that the browser held, when the sign-in is refused", async () => {
    const { strategy } = setUp(name);
    const [user, other] = [await addUser(), await addUser()];
    const { cookie, id } = await strategy.create(other);
    await disableUser(user);
    await expect(strategy.create(user, { previous: cookie })).rejects.toThrow();
    expect(await strategy.read(cookie, { fresh: true })).toMatchObject({ id });
  });

  test("is out at once where each request asks the database, and by fresh everywhere", async () => {
    const { strategy, issued } = await disabled();
    expect((await strategy.read(issued.cookie)) === null).toBe(strategy.endNoticedWithin === 0);
    expect(await strategy.read(issued.cookie, { fresh: true })).toBeNull();
    expect(await strategy.renew(issued.cookie, { fresh: true })).toBeNull();
    expect(await strategy.update(issued.cookie)).toBeNull();
  });

  test("gets no new pair of tokens, and is out everywhere within the time that is stated", async () => {
    const { strategy, clock, issued } = await disabled();
    expect((await strategy.refresh?.rotate(issued.refreshToken ?? "")) ?? null).toBeNull();
    if (strategy.revocation) await expectEnded(strategy, clock, issued);
  });

  test("who signs in at that very moment has no session that lasts", async () => {
    const { strategy } = setUp(name);
    for (let round = 0; round < 10; round++) {
      const user = await addUser();
      const [signIn] = await Promise.allSettled([strategy.create(user), disableUser(user)]);
      if (signIn.status === "rejected") expect(signIn.reason).toBeInstanceOf(SignInRefused);
      else expect(await strategy.read(signIn.value.cookie, { fresh: true })).toBeNull();
    }
  });

  describe("through Auth.js", () => {
    /** Disables the user after the password has been checked, and before there is a session. */
    const disabling = (strategy: SessionStrategy): SessionStrategy => ({
      ...strategy,
      async create(user, context) {
        await disableUser(user);
        return strategy.create(user, context);
      },
    });

    test.each([
      ["by next-auth/react", false],
      ["by a plain form", true],
    ])("a sign-in %s is told AccessDenied, and sets no cookie", async (_what, plain) => {
      const { strategy } = setUp(name);
      const browser = createBrowser(disabling(strategy));
      const user = await addUser({ password });
      const fields = { email: user.email, password };
      const answer = await browser.post("callback/credentials", { fields, plain });
      const location = plain ? answer.headers.get("location") : (await answer.json()).url;
      expect(location).toMatch(/\/sign-in\?error=AccessDenied$/);
      expect(browser.cookie).toBe("");
      expect(browser.refreshToken).toBeUndefined();
      expect(await storedSessions(strategy, user)).toEqual([]);
      expect(await browser.session()).toBeNull();
    });

    test("update() signs them out", async () => {
      const browser = createBrowser(setUp(name).strategy);
      const user = await addUser({ password });
      await browser.signIn(user);
      expect(browser.cookie).not.toBe("");
      await disableUser(user);
      expect(await (await browser.update({})).json()).toBeNull();
      expect(browser.cookie).toBe("");
    });
  });
});
