// A stranger can sign up with another person's address, and add passkeys and connected accounts before the address is
// confirmed. When the owner of the address opens a mailed link, all of these are removed.
import "server-only";
import type { Prisma } from "../../generated/prisma/client";
import { askDatabase } from "../../lib/database/client";
import type { SessionStrategy } from "../../lib/session/strategy";
import { audit } from "../audit/audit";
import { endSessions } from "./end-sessions";

/** Deletes the user's passkeys and connected accounts. Returns the providers of the accounts. */
export async function deleteWaysIn(
  transaction: Prisma.TransactionClient,
  userId: string,
): Promise<string[]> {
  // #region passkeys
  await transaction.passkey.deleteMany({ where: { userId } });
  // #endregion
  const accounts = await transaction.$queryRaw<{ provider: string }[]>`
    DELETE FROM "Account" WHERE "userId" = ${userId} RETURNING provider`;
  return accounts.map(({ provider }) => provider);
}

/**
 * Records the `deleted` accounts and ends all sessions. Then it deletes again, because a session could add an account until
 * it ended.
 */
export async function endEarlierSessions(
  userId: string,
  deleted: string[],
  { strategy, ip }: { strategy: SessionStrategy; ip?: string },
): Promise<void> {
  const record = async (providers: string[]) => {
    for (const detail of providers) await audit("account-disconnected", { userId, ip, detail });
  };
  await record(deleted);
  await endSessions(userId, strategy, ip);
  await record(
    await askDatabase(({ prisma }) =>
      prisma.$transaction((transaction) => deleteWaysIn(transaction, userId)),
    ),
  );
}
