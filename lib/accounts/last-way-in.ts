import "server-only";
import type { Prisma } from "@/generated/prisma/client";
// #region email
import { emailIsOn } from "../../features/email/delivery";
// #endregion
import { listProviders } from "./providers";

/** What is about to be removed from a user. */
interface Without {
  provider?: string;
  // #region passkeys
  passkey?: string;
  // #endregion
}

/**
 * How many ways to sign in a user still has without that one: a password, accounts at configured providers, and so on.
 * Locks the user until the transaction ends: otherwise two parallel removals would each count the other one.
 */
export async function countWaysIn(
  transaction: Prisma.TransactionClient,
  userId: string,
  without: Without,
): Promise<number> {
  await transaction.$queryRaw`SELECT id FROM "User" WHERE id = ${userId} FOR NO KEY UPDATE`;
  const usable = { in: listProviders().map(({ id }) => id), not: without.provider };
  const counts = [
    await transaction.password.count({ where: { userId } }),
    await transaction.account.count({ where: { userId, provider: usable } }),
    // #region email
    // By a link in a mail. An address that nobody has confirmed may be someone else's.
    emailIsOn()
      ? await transaction.user.count({ where: { id: userId, emailVerified: { not: null } } })
      : 0,
    // #endregion
    // #region passkeys
    await transaction.passkey.count({ where: { userId, id: { not: without.passkey } } }),
    // #endregion
  ];
  return counts.reduce((sum, count) => sum + count);
}
