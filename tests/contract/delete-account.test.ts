// Deleting an account: which sessions end, which rows are deleted, and which are kept, under every strategy.
import { describe, expect, test } from "vitest";
import { audit } from "@/features/audit/audit";
import { deleteAccount } from "@/features/delete-account/delete-account";
import { SignInRefused } from "@/lib/errors";
import type { SessionUser } from "@/lib/session/strategy";
import { allowConsole } from "../support/console";
import { addUser, network, sql } from "../support/database";
import { everyStrategy, setUp, storedSessions } from "../support/strategies";
import { expectEnded } from "../support/visit";

const trail = ({ id }: SessionUser) =>
  sql(`SELECT event, "actorId", ip, detail FROM "AuditEvent" WHERE "userId" = $1 ORDER BY at, id`, [
    id,
  ]);

describe.each(everyStrategy)("%s: deleting an account", (name) => {
  test("ends every session that can be ended, and no session of other users", async () => {
    const { strategy, clock } = setUp(name);
    const [user, other] = [await addUser({ password: "some password" }), await addUser()];
    const held = [await strategy.create(user), await strategy.create(user)];
    const untouched = await strategy.create(other);
    for (const { cookie } of held) await strategy.read(cookie);

    expect(await deleteAccount(user.id, strategy.revocation)).toBe("done");
    expect(await storedSessions(strategy, user)).toEqual([]);
    for (const { cookie } of held) expect(await strategy.read(cookie, { fresh: true })).toBeNull();
    expect(await strategy.read(untouched.cookie, { fresh: true })).not.toBeNull();
    await expect(strategy.create(user)).rejects.toBeInstanceOf(SignInRefused);
    if (strategy.revocation) for (const one of held) await expectEnded(strategy, clock, one);
    expect(await deleteAccount(user.id, strategy.revocation)).toBe("gone");
  });

  test("also ends the session of a parallel sign-in", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    let cookie = "";
    const revocation = strategy.revocation && {
      ...strategy.revocation,
      async endAll(userId: string) {
        const ended = await strategy.revocation?.endAll(userId);
        ({ cookie } = await strategy.create(user));
        expect(await strategy.read(cookie)).not.toBeNull();
        return ended ?? null;
      },
    };
    expect(await deleteAccount(user.id, revocation)).toBe("done");
    if (!revocation || strategy.endNoticedWithin !== 0 || !strategy.records) return;
    expect(await strategy.read(cookie)).toBeNull();
  });
});

test("deletes the user from every table except the audit trail", async () => {
  const user = await addUser({ password: "some password" });
  await sql(
    `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt")
     VALUES ($1, 'oidc', 'oidc', $1, now())`,
    [user.id],
  );
  // #region email
  await sql(
    `INSERT INTO "VerificationToken" (identifier, token, expires)
     VALUES ($1, 'x', now()), ($2 || ':sign-in:' || $1, 'y', now())`,
    [user.email, user.id],
  );
  // #endregion
  expect(await deleteAccount(user.id, null)).toBe("done");
  const tables = await sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'
     AND table_type = 'BASE TABLE' AND table_name <> 'AuditEvent'`,
  );
  expect(tables.length).toBeGreaterThan(3);
  for (const { name } of tables) {
    const rows = await sql(`SELECT 1 FROM "${name}" t WHERE t::text LIKE $1`, [`%${user.id}%`]);
    expect(rows, name).toEqual([]);
  }
});

test("keeps the audit trail without addresses, except for actions of admins", async () => {
  const user = await addUser();
  const ip = "192.0.2.7";
  await audit("signed-in", { userId: user.id, actorId: user.id, ip, detail: "by password" });
  await audit("sign-in-failed", { userId: user.id, ip, detail: "wrong password" });
  await audit("role-changed", { userId: user.id, actorId: "an admin", ip, detail: "now user" });
  await deleteAccount(user.id, null);
  expect(await trail(user)).toEqual([
    { event: "signed-in", actorId: user.id, ip: null, detail: "by password" },
    { event: "sign-in-failed", actorId: null, ip: null, detail: "wrong password" },
    { event: "role-changed", actorId: "an admin", ip, detail: "now user" },
    { event: "account-deleted", actorId: user.id, ip: null, detail: null },
  ]);
});

test("deletes nothing if the database gives no answer", async () => {
  const user = await addUser();
  allowConsole(/^\[database\]/);
  network.refuse();
  await expect(deleteAccount(user.id, null)).rejects.toThrow("could not be asked");
  network.restore();
  expect(await sql(`SELECT 1 FROM "User" WHERE id = $1`, [user.id])).toHaveLength(1);
});
