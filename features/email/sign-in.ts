// Signing in by a link in a mail.
import "server-only";
import { userColumns } from "../../lib/accounts/users";
import { askDatabase } from "../../lib/database/client";
import type { SessionStrategy, SessionUser } from "../../lib/session/strategy";
import { audit } from "../audit/audit";
import { findToken, takeToken } from "./tokens";
import { deleteWaysIn, endEarlierSessions } from "./unconfirmed";

/** The user whom the link signs in, and whether the address was confirmed before. Null if it was used or is too old. */
export async function findSignIn(
  token: string,
  now?: number,
): Promise<{ email: string; isVerified: boolean } | null> {
  const owner = await findToken("sign-in", token, now);
  if (!owner) return null;
  const { userId: id, email } = owner;
  const user = await askDatabase(({ prisma }) =>
    prisma.user.findUnique({
      where: { id, email, disabledAt: null },
      select: { emailVerified: true },
    }),
  );
  return user && { email, isVerified: user.emailVerified !== null };
}

/**
 * Returns the user to sign in, and uses up the link. Anyone may have signed up with an unconfirmed address. So in that
 * case the existing ways to sign in are removed and the sessions end, before the owner of the address is signed in.
 * Throws StoreUnavailable.
 */
export async function takeSignIn(
  token: string,
  { strategy, ip, now = Date.now() }: { strategy: SessionStrategy; ip?: string; now?: number },
): Promise<SessionUser | null> {
  const taken = await askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      const owner = await takeToken(transaction, "sign-in", token, now);
      if (!owner) return null;
      const where = { id: owner.userId, email: owner.email, disabledAt: null };
      const confirmed = await transaction.user.updateMany({
        where: { ...where, emailVerified: null },
        data: { emailVerified: new Date(now) },
      });
      let deleted: string[] | undefined;
      if (confirmed.count > 0) {
        const { userId } = owner;
        await transaction.password.deleteMany({ where: { userId } });
        deleted = await deleteWaysIn(transaction, userId);
      }
      const user = await transaction.user.findUnique({ where, select: userColumns });
      return user && { user, deleted };
    }),
  );
  if (!taken) return null;
  const { user, deleted } = taken;
  if (deleted) {
    await audit("email-confirmed", { userId: user.id, ip, detail: "by a link to sign in" });
    await endEarlierSessions(user.id, deleted, { strategy, ip });
  }
  return user;
}
