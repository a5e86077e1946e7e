// Confirming the address of an account, and changing it.
import "server-only";
import { Prisma } from "@/generated/prisma/client";
import { askDatabase } from "../../lib/database/client";
import { sessionStore } from "../../lib/session/store";
import { audit } from "../audit/audit";
import { dropTokens, findToken, type Purpose, takeToken } from "./tokens";

export interface Confirmed {
  userId: string;
  /** The address that is confirmed now. */
  email: string;
  /** The previous address, if it was changed. */
  before: string | null;
}

export async function isEmailVerified(userId: string): Promise<boolean> {
  const found = await askDatabase(({ prisma }) =>
    prisma.user.findUnique({ where: { id: userId }, select: { emailVerified: true } }),
  );
  return Boolean(found?.emailVerified);
}

interface ConfirmOptions {
  /** Who is signed in in the browser that opened the link. */
  by?: string;
  ip?: string;
  /** Milliseconds since the epoch. */
  now?: number;
}

/**
 * Uses up a link that confirms the address of a user, or a new one. "other-user", and nothing is used up: that user is not
 * signed in here. Anyone may ask for a link to any address, and must not get the address confirmed by a person who opens
 * the mail and knows nothing of the account. "taken": someone else has the address now. Null for a link that was used
 * already or is too old. Throws StoreUnavailable.
 */
export async function confirmEmail(
  purpose: Extract<Purpose, "verify-email" | "change-email">,
  token: string,
  { by, ip, now = Date.now() }: ConfirmOptions,
): Promise<Confirmed | "taken" | "other-user" | null> {
  const isChange = purpose === "change-email";
  const asked = await findToken(purpose, token, now);
  if (asked && asked.userId !== by) return "other-user";
  const confirmed = await askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      const owner = await takeToken(transaction, purpose, token, now);
      if (!owner) return null;
      const { userId: id, email } = owner;
      const where = { id, disabledAt: null, ...(isChange ? {} : { email }) };
      const user = await transaction.user.findUnique({ where, select: { email: true } });
      if (!user) return null;
      await transaction.user.update({
        where: { id },
        data: { email, emailVerified: new Date(now) },
        select: { id: true },
      });
      // Delete links that were sent to the old address, and other requested changes.
      if (isChange) await dropTokens(transaction, id);
      return { userId: id, email, before: isChange ? user.email : null };
    }),
  ).catch((error: unknown) => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
      return "taken" as const;
    throw error;
  });
  if (!confirmed || confirmed === "taken") return confirmed;
  await audit(isChange ? "email-changed" : "email-confirmed", { userId: confirmed.userId, ip });
  if (isChange) await sessionStore.userChanged(confirmed.userId);
  return confirmed;
}
