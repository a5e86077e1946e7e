// A refresh in parallel with the end of its session: in any order, the session stays ended.
import { describe, expect, test } from "vitest";
import { changePassword } from "@/lib/accounts/credentials";
import { sessionStore } from "@/lib/session/store";
import type { Clock } from "../support/clock";
import { addUser, disableUser, sessionRows } from "../support/database";
import { createGate } from "../support/gate";
import { mustRotate, rotate, rotating } from "../support/rotation";
import { setUpRecords } from "../support/strategies";
import { expectEnded } from "../support/visit";

const password = "correct horse battery staple";

describe.each(rotating)("%s: a refresh that races", (name) => {
  /** A store whose rotations wait at a gate, after the session was read and before it is written. */
  function slowly(clock: Clock) {
    const gate = createGate();
    const store = {
      ...sessionStore,
      rotate: (...parts: Parameters<typeof sessionStore.rotate>) =>
        gate.pass().then(() => sessionStore.rotate(...parts)),
    };
    return { slow: setUpRecords(name, { clock, store }).strategy, gate };
  }

  test("the end of all sessions does not restore a session", async () => {
    const { strategy, sessions } = setUpRecords(name);
    for (let round = 0; round < 10; round++) {
      const user = await addUser();
      const issued = await strategy.create(user);
      const race = await Promise.all([
        rotate(strategy, issued),
        sessions.endAll(user.id),
        rotate(strategy, issued),
      ]);
      expect(await sessionRows(user)).toEqual([]);
      for (const held of [issued, race[0], race[2]])
        if (held) expect(await rotate(strategy, held)).toBeNull();
    }
  });

  test("a password change does not restore the session, and the changing browser stays signed in", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser({ password });
    const [here, thief] = [await strategy.create(user), await strategy.create(user)];
    const [stolen] = await Promise.all([
      rotate(strategy, thief),
      changePassword(user.id, { currentPassword: password, newPassword: "another password" }).then(
        () => sessions.endAll(user.id, here.id),
      ),
    ]);
    expect((await sessionRows(user)).map(({ id }) => id)).toEqual([here.id]);
    expect(await rotate(strategy, thief)).toBeNull();
    expect(await mustRotate(strategy, here)).toMatchObject({ id: here.id });
    await expectEnded(strategy, clock, stolen ?? thief);
  });

  test("the end of its session is refused, and nothing is written", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const { slow, gate } = slowly(clock);
    const user = await addUser();
    const issued = await strategy.create(user);
    const inFlight = rotate(slow, issued);
    await gate.arrived;
    await sessions.endAll(user.id);
    gate.open();
    expect(await inFlight).toBeNull();
    expect(await sessionRows(user)).toEqual([]);
  });

  test("the disabling of its user gives at most one more access token", async () => {
    const { strategy, clock } = setUpRecords(name);
    const { slow, gate } = slowly(clock);
    const user = await addUser();
    const issued = await strategy.create(user);
    const inFlight = rotate(slow, issued);
    await gate.arrived;
    await disableUser(user);
    gate.open();
    await expectEnded(strategy, clock, (await inFlight) ?? issued);
  });
});
