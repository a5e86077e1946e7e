// Deletes an account: ends its sessions and deletes its rows.
// #region audit
// The audit trail keeps what happened and when.
// #endregion
import "server-only";
import { audit } from "../../features/audit/audit";
import type { Prisma } from "../../generated/prisma/client";
import { askDatabase } from "../../lib/database/client";
import { CopiesRemain } from "../../lib/errors";
import { sessionStore } from "../../lib/session/store";
import type { Revocation } from "../../lib/session/strategy";

/** "last-admin": nothing was done, because nobody else could administer the site. "gone": it was deleted before. */
export type Deleted = "done" | "gone" | "last-admin";

/**
 * Sessions end first: after a later failure, the owner can sign in and delete the account again. Throws
 * StoreUnavailable.
 */
export async function deleteAccount(
  userId: string,
  revocation: Revocation | null,
): Promise<Deleted> {
  if (await askDatabase(({ prisma }) => isLastAdmin(prisma, userId))) return "last-admin";
  await ignoreCopies(async () => revocation?.endAll(userId));
  const { outcome, tokens } = await deleteRows(userId);
  // A sign-in may have begun in between. Its row is deleted, but a copy may remain in Redis.
  // #region store
  for (const tokenHash of tokens) await sessionStore.remove({ tokenHash });
  // #endregion
  if (outcome === "done") await audit("account-deleted", { userId, actorId: userId });
  return outcome;
}

/** The rows of password, connections and sessions refer to the user, and are deleted too. */
function deleteRows(userId: string): Promise<{ outcome: Deleted; tokens: string[] }> {
  return askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      if (await isLastAdmin(transaction, userId)) return { outcome: "last-admin", tokens: [] };
      const tokens: string[] = [];
      // #region store
      const sessions = await transaction.$queryRaw<{ token: string }[]>`
        DELETE FROM "Session" WHERE "userId" = ${userId} RETURNING "sessionToken" AS token`;
      tokens.push(...sessions.map(({ token }) => token));
      // #endregion
      const [user] = await transaction.$queryRaw<{ email: string | null }[]>`
        DELETE FROM "User" WHERE id = ${userId} RETURNING email`;
      if (!user) return { outcome: "gone", tokens: [] };
      // #region email
      if (user.email)
        await transaction.verificationToken.deleteMany({ where: { identifier: user.email } });
      // Tokens of links in mails (features/email/tokens.ts).
      await transaction.verificationToken.deleteMany({
        where: { identifier: { startsWith: `${userId}:` } },
      });
      // #endregion
      // #region audit
      // The user's addresses, and those of others who tried to sign in as the user. Admins' addresses are kept.
      await transaction.$executeRaw`
        UPDATE "AuditEvent" SET ip = NULL
        WHERE "actorId" = ${userId} OR ("userId" = ${userId} AND "actorId" IS NULL)`;
      // #endregion
      return { outcome: "done", tokens };
    }),
  );
}

/**
 * In a transaction, the admins' rows stay locked until its end. If two delete themselves at once, the second one finds no
 * other admin.
 */
async function isLastAdmin(
  client: Pick<Prisma.TransactionClient, "$queryRaw" | "user">,
  userId: string,
): Promise<boolean> {
  const locked = await client.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL ORDER BY id FOR UPDATE`;
  const admins = await client.user.findMany({
    where: {
      id: { in: locked.map(({ id }) => id) },
      // #region demo
      // Users of the demo's experiments do not count.
      throwAway: null,
      // #endregion
    },
    select: { id: true },
  });
  return admins.length === 1 && admins[0]?.id === userId;
}

/** Copies that Redis refuses to delete expire within a minute. The account is deleted anyway. */
async function ignoreCopies(end: () => Promise<unknown>): Promise<void> {
  try {
    await end();
  } catch (error) {
    if (!(error instanceof CopiesRemain)) throw error;
  }
}
