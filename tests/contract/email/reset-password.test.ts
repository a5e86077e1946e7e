// A new password by mail: which sessions end, and that the link works once, for a short time and one purpose.
import { describe, expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.DEMO = "1";
});

import { listAuditEvents } from "@/features/audit/audit";
import { mayMail } from "@/features/email/limits";
import { sendLink } from "@/features/email/links";
import { resetPassword } from "@/features/email/reset-password";
import { findToken, issueToken, LIFETIMES, type Purpose } from "@/features/email/tokens";
import { verifyCredentials } from "@/lib/accounts/credentials";
import { MOST_FAILURES } from "@/lib/accounts/failed-attempts";
import { StoreUnavailable } from "@/lib/errors";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { password, withoutCookies } from "../../support/authjs";
import { createClock, MINUTE } from "../../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../../support/console";
import { addUser, disableUser, network, sql, tablesThatContain } from "../../support/database";
import { from, subjectsFor, tokenFor } from "../../support/mail";
import { everyStrategy, setUp, storedSessions } from "../../support/strategies";
import { expectEnded } from "../../support/visit";

const newPassword = "another few words in a row";
const request = () => withoutCookies(new Headers());
const opens = async ({ email }: SessionUser, password: string) =>
  (await verifyCredentials({ email, password }, request())) !== null;

/** A user to whom a link was sent, and its token. */
async function asked() {
  const user = await addUser({ password });
  await sendLink("reset-password", user.email ?? "", from);
  return { user, token: tokenFor(user.email) };
}
const reset = (strategy: SessionStrategy, token: string, now?: number) =>
  resetPassword({ token, password: newPassword }, { strategy, now });

describe.each(everyStrategy)("%s: a reset", (name) => {
  test("replaces the password, and ends all sessions that the strategy can end", async () => {
    const { strategy, clock } = setUp(name);
    const { user, token } = await asked();
    const held = [await strategy.create(user), await strategy.create(user)];
    const stranger = await strategy.create(await addUser());
    expect(await reset(strategy, token)).toEqual({ user, ended: true });
    expect([await opens(user, password), await opens(user, newPassword)]).toEqual([false, true]);
    expect(await strategy.read(stranger.cookie, { fresh: true })).not.toBeNull();
    const events = (await listAuditEvents({ userId: user.id })).events.map(({ event }) => event);
    expect(events).toContain("password-reset");
    expect(events.includes("session-ended-by-password-reset")).toBe(strategy.revocation !== null);
    if (!strategy.revocation)
      for (const { cookie } of held) expect(await strategy.read(cookie)).not.toBeNull();
    else {
      expect(await storedSessions(strategy, user)).toEqual([]);
      for (const session of held) await expectEnded(strategy, clock, session);
    }
  });

  test("prevents parallel sign-ins that have checked the old password", async () => {
    const { strategy } = setUp(name);
    const { user, token } = await asked();
    const checked = await verifyCredentials({ email: user.email, password }, request());
    await reset(strategy, token);
    const late = strategy.create(user, { passwordSetAt: checked?.passwordSetAt });
    if (strategy.records) await expect(late).rejects.toThrow("may not sign in");
    else await late;
  });

  test("succeeds once of twenty parallel requests", async () => {
    const { strategy } = setUp(name);
    const { user, token } = await asked();
    const passwords = Array.from({ length: 20 }, (_, n) => `these are the words of number ${n}`);
    const results = await Promise.all(
      passwords.map((password) => resetPassword({ token, password }, { strategy })),
    );
    const winners = passwords.filter((_, n) => results[n] !== "invalid-link");
    expect(winners).toHaveLength(1);
    expect(await opens(user, winners[0] ?? "")).toBe(true);
  });
});

describe("the link", () => {
  const { strategy } = setUp(everyStrategy[0] ?? "jwt");

  test("works once", async () => {
    const { token } = await asked();
    await reset(strategy, token);
    expect(await reset(strategy, token)).toBe("invalid-link");
    expect(await findToken("reset-password", token)).toBeNull();
  });

  test("works for half an hour, and not a millisecond longer", async () => {
    const clock = createClock();
    const { id: userId, email } = await addUser({ password });
    const issue = () => issueToken("reset-password", { userId, email: email ?? "" }, clock());
    const [one, two] = [await issue(), await issue()];
    clock.pass(LIFETIMES["reset-password"] * MINUTE - 1);
    expect(await findToken("reset-password", one, clock())).toEqual({ userId, email });
    clock.pass(1);
    expect(await findToken("reset-password", one, clock())).toBeNull();
    expect(await reset(strategy, two, clock())).toBe("invalid-link");
    expect(await reset(strategy, two, clock() - 1)).toMatchObject({ ended: true });
  });

  test.each<Purpose>(["sign-in", "verify-email", "change-email"])(
    "for another purpose (%s) resets nothing, and stays as it is",
    async (purpose) => {
      const { id: userId, email } = await addUser({ password });
      const owner = { userId, email: email ?? "" };
      const token = await issueToken(purpose, owner);
      expect(await reset(strategy, token)).toBe("invalid-link");
      expect(await findToken(purpose, token)).toEqual(owner);
    },
  );

  test("is not used up by opening it", async () => {
    const { token } = await asked();
    for (let n = 0; n < 3; n++) expect(await findToken("reset-password", token)).not.toBeNull();
    expect(await reset(strategy, token)).toMatchObject({ ended: true });
  });

  test("has 256 random bits, which are not stored", async () => {
    const { token } = await asked();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(await tablesThatContain(token)).toEqual([]);
  });

  test("invalidates the user's other links", async () => {
    const { user, token } = await asked();
    const owner = { userId: user.id, email: user.email ?? "" };
    const others = [
      await issueToken("reset-password", owner),
      await issueToken("sign-in", owner),
    ] as const;
    await reset(strategy, token);
    expect(await findToken("reset-password", others[0])).toBeNull();
    expect(await findToken("sign-in", others[1])).toBeNull();
  });

  test("is refused after the address was changed or the user was disabled", async () => {
    const [moved, disabled] = [await asked(), await asked()];
    await sql(`UPDATE "User" SET email = 'x' || email WHERE id = $1`, [moved.user.id]);
    await disableUser(disabled.user);
    for (const { token } of [moved, disabled])
      expect(await reset(strategy, token)).toBe("invalid-link");
  });

  test.each(["", "x".repeat(43), "x".repeat(10_000), "\0", "%00"])(
    "made up (%j) is none",
    async (token) => {
      expect(await reset(strategy, token)).toBe("invalid-link");
    },
  );

  test("still works after the password was refused or the database gave no answer", async () => {
    const { user, token } = await asked();
    const own = { token, password: `the words of ${user.name}` };
    expect(await resetPassword(own, { strategy })).toBe("resembles-owner");
    allowConsole(DATABASE_OUTAGE);
    await network.refuse();
    await expect(reset(strategy, token)).rejects.toThrow(StoreUnavailable);
    await network.restore();
    expect(await reset(strategy, token)).toMatchObject({ ended: true });
  });

  test("unlocks the password and confirms the address", async () => {
    const { user, token } = await asked();
    await sql(`UPDATE "Password" SET "failedAttempts" = $2 WHERE "userId" = $1`, [
      user.id,
      MOST_FAILURES,
    ]);
    for (let n = 0; n < 22; n++) await opens(user, "wrong").catch(() => {});
    await expect(opens(user, password)).rejects.toThrow();
    await reset(strategy, token);
    expect(await opens(user, newPassword)).toBe(true);
    const [row] = await sql(`SELECT "emailVerified" FROM "User" WHERE id = $1`, [user.id]);
    expect(row?.emailVerified).not.toBeNull();
  });

  test("sets a first password for a user without one", async () => {
    const user = await addUser();
    await sendLink("reset-password", user.email ?? "", from);
    await reset(strategy, tokenFor(user.email));
    expect(await opens(user, newPassword)).toBe(true);
  });
});

describe("asking for a link", () => {
  test.each(["reset-password", "sign-in", "verify-email"] as const)(
    "for %s sends nothing to an address that is nobody's, or of someone who is disabled",
    async (purpose) => {
      const user = await addUser({ password });
      await disableUser(user);
      for (const email of ["nobody@example.com", user.email ?? ""]) {
        await sendLink(purpose, email, from);
        expect(subjectsFor(email)).toEqual([]);
      }
    },
  );

  test.each(["reset-password", "sign-in", "verify-email", "change-email", "sign-up"])(
    "for %s is limited by address, alike whether or not it is anyone's, and leaves others alone",
    async (kind) => {
      const user = await addUser({ password });
      const nobody = `nobody-${user.email}`;
      for (const email of [user.email ?? "", nobody]) {
        const allowed = [];
        for (let n = 0; n < 7; n++) allowed.push(await mayMail(kind, email));
        expect(allowed).toEqual([true, true, true, true, true, false, false]);
      }
      expect(await mayMail("another kind", user.email ?? "")).toBe(true);
    },
  );

  test("is limited for parallel requests", async () => {
    const { email } = await addUser();
    const allowed = await Promise.all(
      Array.from({ length: 20 }, () => mayMail("reset-password", email ?? "")),
    );
    expect(allowed.filter(Boolean)).toHaveLength(5);
  });

  test("is limited per client, and refused requests do not count for the address", async () => {
    const client = "2001:db8:7777:1::1";
    const email = (n: number) => `${n}-of-many-${crypto.randomUUID()}@example.com`;
    for (let n = 0; n < 30; n++) expect(await mayMail("sign-in", email(n), client)).toBe(true);
    const last = email(31);
    for (let n = 0; n < 6; n++)
      expect(await mayMail("sign-in", last, "2001:db8:7777:1::2")).toBe(false);
    expect(await mayMail("sign-in", last, "2001:db8:7777:2::1")).toBe(true);
  });
});
