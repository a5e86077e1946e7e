// Changes to the user behind a session: a role, or that there is no user any more (ASVS 8.3.2).
import { describe, expect, test } from "vitest";
import { SECOND } from "../support/clock";
import { addUser, deleteUser, setRole } from "../support/database";
import { carriesUser, everyStrategy, setUp, storedSessions } from "../support/strategies";
import { expectEnded, mustVisit } from "../support/visit";

describe.each(everyStrategy)("%s: a change of role", (name) => {
  test.each([
    ["promoted", "user", "admin"],
    ["demoted", "admin", "user"],
  ] as const)(
    "%s: seen at once where each request asks the database, and by fresh everywhere",
    async (_what, before, after) => {
      const { strategy } = setUp(name);
      const user = await addUser({ role: before });
      const { cookie } = await strategy.create(user);
      await setRole(user, after);
      const seen = await strategy.read(cookie);
      expect(seen?.user.role).toBe(carriesUser(strategy) ? before : after);
      expect((await strategy.read(cookie, { fresh: true }))?.user.role).toBe(after);
      expect((await strategy.update(cookie))?.user.role).toBe(after);
    },
  );

  test("takes effect exactly within the time that the strategy states", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser({ role: "admin" });
    const issued = await strategy.create(user);
    await setRole(user, "user");
    const role = async () => (await mustVisit(strategy, issued)).user.role;
    if (strategy.roleNoticedWithin === null) {
      clock.set(issued.expires - 1);
      expect(await role()).toBe("admin");
    } else {
      clock.pass(strategy.roleNoticedWithin * SECOND - 1);
      expect(await role()).toBe(strategy.roleNoticedWithin === 0 ? "user" : "admin");
      clock.pass(1);
      expect(await role()).toBe("user");
    }
  });

  test("without a database, the role in the cookie is used", async () => {
    const { strategy } = setUp(name, { findUser: undefined });
    if (strategy.needs.length > 0) return;
    const user = await addUser();
    const { cookie } = await strategy.create(user);
    expect((await strategy.read(cookie, { fresh: true }))?.user).toEqual(user);
    expect((await strategy.update(cookie))?.user).toEqual(user);
  });
});

describe.each(everyStrategy)("%s: a deleted user", (name) => {
  test("is refused at once if each request reads the database, and with fresh always", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const issued = await strategy.create(user);
    const { cookie } = issued;
    await deleteUser(user);
    expect((await strategy.read(cookie)) === null).toBe(!carriesUser(strategy));
    expect(await strategy.read(cookie, { fresh: true })).toBeNull();
    expect(await strategy.update(cookie)).toBeNull();
    // The records go with the user.
    if (strategy.records) await expectEnded(strategy, clock, issued);
  });

  test("has no session rows", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    await strategy.create(user);
    await deleteUser(user);
    expect(await storedSessions(strategy, user)).toEqual([]);
  });
});
