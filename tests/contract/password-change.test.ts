// The effect of a password change: the current session gets a new token, all others end (ASVS 7.4.3).
import { describe, expect, test } from "vitest";
import { listAuditEvents } from "@/features/audit/audit";
import { changePassword, verifyCredentials } from "@/lib/accounts/credentials";
import { SignInRefused } from "@/lib/errors";
import { sessionStore } from "@/lib/session/store";
import type { IssuedSession, SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { createBrowser, password, withoutCookies } from "../support/authjs";
import { HOUR, SECOND } from "../support/clock";
import { addUser, sql } from "../support/database";
import { createGate } from "../support/gate";
import { policy } from "../support/sessions";
import { everyStrategy, expectStored, recording, rotating, setUp } from "../support/strategies";

/** Like app/account/actions.ts after the change of the password. */
async function startAnew(strategy: SessionStrategy, user: SessionUser, previous: string) {
  const issued = await strategy.create(user, { previous });
  return { issued, ended: await strategy.revocation?.endAll(user.id, issued.id) };
}

describe.each(everyStrategy)("%s: after a password change", (name) => {
  test("the current session has a new token, a new id and a new authTime", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const before = await strategy.create(user);
    clock.pass(HOUR);
    const { issued } = await startAnew(strategy, user, before.cookie);
    expect(issued.cookie).not.toBe(before.cookie);
    expect(issued.id).not.toBe(before.id);
    expect(await strategy.read(issued.cookie)).toMatchObject({ authTime: clock(), user });
  });

  test("the old token and other sessions are refused as the strategy states", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const [here, phone] = [await strategy.create(user), await strategy.create(user)];
    const { issued, ended } = await startAnew(strategy, user, here.cookie);
    if (strategy.revocation) expect(strategy.records ? [1] : [1, null]).toContain(ended);
    for (const { cookie } of [here, phone]) {
      expect((await strategy.read(cookie, { fresh: true })) === null).toBe(
        strategy.revocation !== null,
      );
      expect((await strategy.read(cookie)) === null).toBe(strategy.endNoticedWithin === 0);
    }
    if (strategy.endNoticedWithin === null) return;
    clock.pass(strategy.endNoticedWithin * SECOND);
    for (const { cookie } of [here, phone]) expect(await strategy.read(cookie)).toBeNull();
    await expectStored(strategy, user, [issued.id]);
  });

  test("other users are not affected", async () => {
    const { strategy } = setUp(name);
    const [user, stranger] = [await addUser(), await addUser()];
    const other = await strategy.create(stranger);
    await startAnew(strategy, user, (await strategy.create(user)).cookie);
    expect(await strategy.read(other.cookie, { fresh: true })).not.toBeNull();
  });
});

describe.each(recording)("%s: after a password change", (name) => {
  test("the current browser stays signed in when the device limit is reached", async () => {
    const { strategy } = setUp(name, { policy: { ...policy, deviceLimit: 2 } });
    const user = await addUser();
    const [here] = [await strategy.create(user), await strategy.create(user)];
    const { issued, ended } = await startAnew(strategy, user, here?.cookie ?? "");
    expect(ended).toBe(1);
    expect(await strategy.read(issued.cookie, { fresh: true })).not.toBeNull();
  });
});

describe.each(everyStrategy)("%s: a sign-in that has checked the old password", (name) => {
  const newPassword = "another few words in a row";

  test("gets no session if the password was changed meanwhile", async () => {
    const { strategy } = setUp(name);
    const gate = createGate();
    const slow: SessionStrategy = {
      ...strategy,
      async create(user, context) {
        await gate.pass();
        return strategy.create(user, context);
      },
    };
    const user = await addUser({ password });
    const browser = createBrowser(slow);
    const inFlight = browser.signIn(user);
    await gate.arrived;
    expect(await changePassword(user.id, { currentPassword: password, newPassword })).toBe(true);
    const { issued } = await startAnew(strategy, user, "");
    gate.open();
    const answer = await (await inFlight).text();
    expect(answer).toContain("error=CredentialsSignin");
    expect([browser.cookie, browser.refreshToken]).toEqual(["", undefined]);
    await expectStored(strategy, user, [issued.id]);
    const [newest] = (await listAuditEvents({ userId: user.id })).events;
    expect(newest).toMatchObject({
      event: "sign-in-failed",
      detail: "password changed meanwhile",
    });

    expect(await (await browser.signIn(user, { password: newPassword })).text()).not.toContain(
      "error",
    );
  });
});

describe.each(recording)("%s: ten sign-ins that have checked the old password", (name) => {
  test("leave no session after a parallel change, in any order", async () => {
    const { strategy } = setUp(name);
    for (let round = 0; round < 5; round++) {
      const user = await addUser({ password });
      const request = withoutCookies(new Headers());
      const checked = await verifyCredentials({ email: user.email, password }, request);
      const signIns = Array.from({ length: 10 }, () =>
        strategy.create(user, { passwordSetAt: checked?.passwordSetAt }),
      );
      const outcomes = Promise.allSettled(signIns);
      await signIns[round];
      await sql(`UPDATE "Password" SET "updatedAt" = clock_timestamp() WHERE "userId" = $1`, [
        user.id,
      ]);
      await strategy.revocation?.endAll(user.id);
      const reasons = (await outcomes).map((outcome) =>
        outcome.status === "rejected" ? outcome.reason : null,
      );
      for (const reason of reasons.filter(Boolean)) expect(reason).toBeInstanceOf(SignInRefused);
      await expectStored(strategy, user, []);
    }
  });
});

describe.each(rotating)("%s: a refresh that races a password change", (name) => {
  const rotate = (strategy: SessionStrategy, { refreshToken = "" }: Partial<IssuedSession>) =>
    strategy.refresh?.rotate(refreshToken);

  test("does not restore the session, in any order", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const [here, phone] = [await strategy.create(user), await strategy.create(user)];
    const [{ issued }, ...refreshed] = await Promise.all([
      startAnew(strategy, user, here.cookie),
      ...[here, phone, here, phone].map((session) => rotate(strategy, session)),
    ]);
    await expectStored(strategy, user, [issued.id]);
    for (const session of [here, phone, ...refreshed])
      if (session) {
        expect(await rotate(strategy, session)).toBeNull();
        expect(await strategy.read(session.cookie, { fresh: true })).toBeNull();
      }
    expect(await rotate(strategy, issued)).not.toBeNull();
  });

  test("does not restore the session if it has read the row before the change", async () => {
    const gate = createGate();
    const { strategy, clock } = setUp(name);
    const store: typeof sessionStore = {
      ...sessionStore,
      async rotate(...swap) {
        await gate.pass();
        return sessionStore.rotate(...swap);
      },
    };
    const slow = setUp(name, { clock, store }).strategy;
    const user = await addUser();
    const here = await strategy.create(user);

    const inFlight = rotate(slow, here);
    await gate.arrived;
    const { issued } = await startAnew(strategy, user, here.cookie);
    gate.open();
    expect(await inFlight).toBeNull();
    await expectStored(strategy, user, [issued.id]);
  });
});
