// Sets a new password with a link in a mail.
import "server-only";
import { hashPassword } from "../../lib/accounts/password";
import { resemblesOwner } from "../../lib/accounts/password-rules";
import { forgetAttempts } from "../../lib/accounts/sign-in-limit";
import { userColumns } from "../../lib/accounts/users";
import { askDatabase } from "../../lib/database/client";
import { orUnknown } from "../../lib/errors";
import type { SessionStrategy, SessionUser } from "../../lib/session/strategy";
import { audit } from "../audit/audit";
import { endSessions } from "./end-sessions";
import { dropTokens, findToken, takeToken } from "./tokens";
import { deleteWaysIn, endEarlierSessions } from "./unconfirmed";

type Refusal = "invalid-link" | "resembles-owner";

interface ResetOptions {
  strategy: SessionStrategy;
  ip?: string;
  /** Milliseconds since the epoch. */
  now?: number;
}

/**
 * Sets the password of the user to whom the link was sent, and uses up the link. All sessions end that the strategy can end.
 * A user who gets the mail owns the address, so it counts as confirmed. If nobody had confirmed it before, passkeys and
 * connected accounts are removed. A reset also lifts the lock after too many wrong passwords. `ended` is false when the
 * database gave no answer about the sessions. Throws StoreUnavailable.
 */
export async function resetPassword(
  { token, password }: { token: string; password: string },
  { strategy, ip, now = Date.now() }: ResetOptions,
): Promise<{ user: SessionUser; ended: boolean } | Refusal> {
  const owner = await findToken("reset-password", token, now);
  const found = owner && (await findOwner(owner.userId, owner.email));
  if (!found) return "invalid-link";
  if (resemblesOwner(password, found.name, found.email)) return "resembles-owner";
  const hash = await hashPassword(password);
  const done = await askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      const taken = await takeToken(transaction, "reset-password", token, now);
      if (!taken) return null;
      const { userId } = taken;
      const where = { id: userId, email: taken.email, disabledAt: null };
      const data = { emailVerified: new Date(now) };
      const confirmed = await transaction.user.updateMany({
        where: { ...where, emailVerified: null },
        data,
      });
      if (confirmed.count === 0 && (await transaction.user.updateMany({ where, data })).count === 0)
        return null;
      const deleted = confirmed.count > 0 ? await deleteWaysIn(transaction, userId) : null;
      const set = { hash, failedAttempts: 0 };
      await transaction.password.upsert({
        where: { userId },
        create: { userId, ...set },
        update: set,
        select: { userId: true },
      });
      await dropTokens(transaction, userId);
      return { deleted };
    }),
  );
  if (!done) return "invalid-link";
  const { id, email } = found;
  await audit("password-reset", { userId: id, ip, detail: "by a link in a mail" });
  if (email) await forgetAttempts(email);
  const { deleted } = done;
  const ended = await orUnknown(() =>
    deleted ? endEarlierSessions(id, deleted, { strategy, ip }) : endSessions(id, strategy, ip),
  );
  return { user: found, ended: ended !== "unknown" };
}

const findOwner = (id: string, email: string): Promise<SessionUser | null> =>
  askDatabase(({ prisma }) =>
    prisma.user.findUnique({ where: { id, email, disabledAt: null }, select: userColumns }),
  );
