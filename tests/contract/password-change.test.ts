// What a password change does to sessions: the one at hand gets a new token, all others end (ASVS 7.4.3).
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
import { everyStrategy, setUp, storedSessions } from "../support/strategies";

/** As app/account/actions.ts does it, once the password is changed. */
async function startAnew(strategy: SessionStrategy, user: SessionUser, previous: string) {
  const issued = await strategy.create(user, { previous });
  return { issued, ended: (await strategy.revocation?.endAll(user.id, issued.id)) ?? 0 };
}

const revocable = everyStrategy.filter((name) => setUp(name).strategy.revocation);
const rotating = everyStrategy.filter((name) => setUp(name).strategy.refresh);

describe.each(everyStrategy)("%s: after a password change", (name) => {
  test("the session at hand has a new token, a new id and a new authTime", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const before = await strategy.create(user);
    clock.pass(HOUR);
    const { issued } = await startAnew(strategy, user, before.cookie);
    expect(issued.cookie).not.toBe(before.cookie);
    expect(issued.id).not.toBe(before.id);
    expect(await strategy.read(issued.cookie)).toMatchObject({ authTime: clock(), user });
  });

  test("the old token and those of others are worth what the strategy says", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const [here, phone] = [await strategy.create(user), await strategy.create(user)];
    const { issued, ended } = await startAnew(strategy, user, here.cookie);
    expect(ended).toBe(strategy.revocation ? 1 : 0);
    for (const { cookie } of [here, phone]) {
      expect((await strategy.read(cookie, { fresh: true })) === null).toBe(
        strategy.revocation !== null,
      );
      expect((await strategy.read(cookie)) === null).toBe(strategy.endNoticedWithin === 0);
    }
    if (strategy.endNoticedWithin === null) return;
    clock.pass(strategy.endNoticedWithin * SECOND);
    for (const { cookie } of [here, phone]) expect(await strategy.read(cookie)).toBeNull();
    expect((await storedSessions(strategy, user)).map(({ id }) => id)).toEqual([issued.id]);
  });

  test("nobody else notices", async () => {
    const { strategy } = setUp(name);
    const [user, stranger] = [await addUser(), await addUser()];
    const other = await strategy.create(stranger);
    await startAnew(strategy, user, (await strategy.create(user)).cookie);
    expect(await strategy.read(other.cookie, { fresh: true })).not.toBeNull();
  });
});

describe.each(revocable)("%s: after a password change", (name) => {
  test("with a device limit that is reached, the browser at hand stays", async () => {
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

  test("and comes to its session after the change: none, where there is a record", async () => {
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
    if (strategy.records) {
      expect(answer).toContain("error=CredentialsSignin");
      expect([browser.cookie, browser.refreshToken]).toEqual(["", undefined]);
      expect((await storedSessions(strategy, user)).map(({ id }) => id)).toEqual([issued.id]);
      const [newest] = (await listAuditEvents({ userId: user.id })).events;
      expect(newest).toMatchObject({
        event: "sign-in-failed",
        detail: "password changed meanwhile",
      });
    } else {
      // One of the sessions that cannot be ended, like all from before the change.
      expect(await strategy.read(browser.cookie)).toMatchObject({ user });
    }

    expect(await (await browser.signIn(user, { password: newPassword })).text()).not.toContain(
      "error",
    );
  });
});

describe.each(revocable)("%s: ten sign-ins that have checked the old password", (name) => {
  test("at the moment of the change: none is left, whichever was first", async () => {
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
      expect(await storedSessions(strategy, user)).toEqual([]);
    }
  });
});

describe.each(rotating)("%s: a refresh that races a password change", (name) => {
  const rotate = (strategy: SessionStrategy, { refreshToken = "" }: Partial<IssuedSession>) =>
    strategy.refresh?.rotate(refreshToken);

  test("does not survive it, whichever is first", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const [here, phone] = [await strategy.create(user), await strategy.create(user)];
    const [{ issued }, ...refreshed] = await Promise.all([
      startAnew(strategy, user, here.cookie),
      ...[here, phone, here, phone].map((session) => rotate(strategy, session)),
    ]);
    expect((await storedSessions(strategy, user)).map(({ id }) => id)).toEqual([issued.id]);
    for (const session of [here, phone, ...refreshed])
      if (session) {
        expect(await rotate(strategy, session)).toBeNull();
        expect(await strategy.read(session.cookie, { fresh: true })).toBeNull();
      }
    expect(await rotate(strategy, issued)).not.toBeNull();
  });

  test("not even when it has read the row before, and writes after", async () => {
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
    expect((await storedSessions(strategy, user)).map(({ id }) => id)).toEqual([issued.id]);
  });
});
