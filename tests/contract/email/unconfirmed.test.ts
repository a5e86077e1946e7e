// Anyone may sign up with the address of someone else, connect an account, and wait until the owner uses the address.
// tests/contract/passkeys/unconfirmed.test.ts has the same for passkeys.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { resetPassword } from "@/features/email/reset-password";
import { takeSignIn } from "@/features/email/sign-in";
import { issueToken } from "@/features/email/tokens";
import { listConnections } from "@/lib/accounts/connections";
import { signedInRecently } from "@/lib/accounts/recent-sign-in";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { password } from "../../support/authjs";
import { MINUTE } from "../../support/clock";
import { addUser, sql } from "../../support/database";
import { everyStrategy, setUp, storedSessions } from "../../support/strategies";

const token = (purpose: "sign-in" | "reset-password", { id, email }: SessionUser) =>
  issueToken(purpose, { userId: id, email: email ?? "" });
const newPassword = "another few words in a row";

type Comes = (user: SessionUser, strategy: SessionStrategy) => Promise<unknown>;
const ways: [string, Comes][] = [
  [
    "a link that signs in",
    async (user, strategy) => takeSignIn(await token("sign-in", user), { strategy }),
  ],
  [
    "a reset",
    async (user, strategy) => {
      const link = await token("reset-password", user);
      return resetPassword({ token: link, password: newPassword }, { strategy });
    },
  ],
];

const connect = (user: SessionUser, provider = "github") =>
  sql(
    `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt") VALUES ($1, 'oauth', $2, $3, now())`,
    [user.id, provider, randomUUID()],
  );
const connections = async ({ id }: SessionUser) =>
  (await listConnections(id)).map(({ provider }) => provider);
const disconnected = async ({ id }: SessionUser) =>
  (
    await sql<{ detail: string }>(
      `SELECT detail FROM "AuditEvent" WHERE "userId" = $1 AND event = 'account-disconnected'`,
      [id],
    )
  ).map(({ detail }) => detail);

describe.each(everyStrategy)("%s", (name) => {
  test.each(ways)("%s removes connected accounts of an unconfirmed address", async (_, use) => {
    const { strategy } = setUp(name);
    const [user, other] = [await addUser({ password }), await addUser()];
    await connect(user);
    await connect(other);
    const planted = await strategy.create(user);
    await use(user, strategy);
    expect(await connections(user)).toEqual([]);
    expect(await disconnected(user)).toEqual(["github"]);
    expect(await connections(other)).toEqual(["github"]);
    if (!strategy.revocation) return;
    expect(await storedSessions(strategy, user)).toEqual([]);
    expect(await strategy.read(planted.cookie, { fresh: true })).toBeNull();
  });

  test.each(ways)("%s keeps connected accounts of a confirmed address", async (_, use) => {
    const { strategy } = setUp(name);
    const user = await addUser({ password });
    await sql(`UPDATE "User" SET "emailVerified" = now() WHERE id = $1`, [user.id]);
    await connect(user);
    await use(user, strategy);
    expect(await connections(user)).toEqual(["github"]);
  });

  test.each(ways)(
    "%s removes an account that is connected until the sessions have ended",
    async (_, use) => {
      const { strategy } = setUp(name);
      const { revocation } = strategy;
      if (!revocation) return;
      const user = await addUser({ password });
      const endAll: typeof revocation.endAll = async (...chosen) => {
        await connect(user, "google");
        return revocation.endAll(...chosen);
      };
      await use(user, { ...strategy, revocation: { ...revocation, endAll } });
      expect(await connections(user)).toEqual([]);
      expect(await disconnected(user)).toEqual(["google"]);
    },
  );

  test.each(ways)("%s lets no earlier session change how the user signs in", async (_, use) => {
    const { strategy, clock } = setUp(name);
    const user = await addUser({ password });
    clock.set(Date.now());
    const planted = await strategy.create(user);
    const now = { now: clock() };
    expect(await signedInRecently(strategy, planted, now)).toBe(true);
    await use(user, strategy);
    const session = await strategy.read(planted.cookie, { fresh: true });
    expect(session && (await signedInRecently(strategy, session, now))).toBeFalsy();
    clock.pass(MINUTE);
    const own = await strategy.create(user);
    expect(await signedInRecently(strategy, own, { now: clock() })).toBe(true);
  });
});
