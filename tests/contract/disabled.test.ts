// Users who are disabled (ASVS 7.4.2): no new session, and the ones they have end as the strategy states.
import { describe, expect, test } from "vitest";
import { SignInRefused } from "@/lib/errors";
import type { SessionStrategy } from "@/lib/session/strategy";
import { createBrowser, password } from "../support/authjs";
import { addUser, deleteUser, disableUser } from "../support/database";
import { carriesUser, everyStrategy, setUp, storedSessions } from "../support/strategies";
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

  test("keeps the browser's previous session when the sign-in is refused", async () => {
    const { strategy } = setUp(name);
    const [user, other] = [await addUser(), await addUser()];
    const { cookie, id } = await strategy.create(other);
    await disableUser(user);
    await expect(strategy.create(user, { previous: cookie })).rejects.toThrow();
    expect(await strategy.read(cookie, { fresh: true })).toMatchObject({ id });
  });

  test("is refused at once if each request reads the database, and with fresh always", async () => {
    const { strategy, issued } = await disabled();
    expect((await strategy.read(issued.cookie)) === null).toBe(!carriesUser(strategy));
    expect(await strategy.read(issued.cookie, { fresh: true })).toBeNull();
    expect(await strategy.renew(issued.cookie, { fresh: true })).toBeNull();
    expect(await strategy.update(issued.cookie)).toBeNull();
  });

  test("gets no new pair of tokens, and is refused within the stated time", async () => {
    const { strategy, clock, issued, user } = await disabled();
    // Like lib/accounts/users.ts.
    await strategy.revocation?.endAll(user.id);
    expect((await strategy.refresh?.rotate(issued.refreshToken ?? "")) ?? null).toBeNull();
    if (strategy.revocation) await expectEnded(strategy, clock, issued);
  });

  test("who signs in at the same moment has no valid session", async () => {
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
    ])("a sign-in %s gets AccessDenied and no cookie", async (_what, plain) => {
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

    test("update() signs the user out", async () => {
      const { strategy } = setUp(name);
      const browser = createBrowser(strategy);
      const user = await addUser({ password });
      await browser.signIn(user);
      expect(browser.cookie).not.toBe("");
      await disableUser(user);
      expect(await (await browser.update({})).json()).toBeNull();
      // A refused cookie is not deleted, because another server may have issued it.
      if (carriesUser(strategy)) expect(browser.cookie).toBe("");
      else expect(await strategy.read(browser.cookie)).toBeNull();
    });
  });
});
