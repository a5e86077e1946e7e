"use server";

import { z } from "zod";
import { strategy } from "@/auth";
import { auditBy } from "@/features/audit/audit";
import { tellOwner } from "@/features/email/notices";
import { endWaiting } from "@/features/move";
import { changePassword, changePasswordForm } from "@/lib/accounts/credentials";
import { endAndAudit, endFromForm } from "@/lib/accounts/end-sessions";
import { RESEMBLES_OWNER, resemblesOwner } from "@/lib/accounts/password-rules";
import { limitAttempts, TooManyAttempts } from "@/lib/accounts/sign-in-limit";
import { nameWaysIn } from "@/lib/accounts/ways-in";
import { orUnknown } from "@/lib/errors";
import { formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { requireSession } from "@/lib/session/current";
import { reissueSession } from "@/lib/session/reissue";
import { requireRecentSignIn } from "@/lib/session/require-recent";
import type { Session } from "@/lib/session/strategy";

const authorize = () => requireSession("/account", { fresh: true });

export const changeMyPassword = formAction(
  { authorize: () => requireRecentSignIn("/account"), schema: changePasswordForm },
  async (passwords, session): Promise<FormResult> => {
    const { id, user } = session;
    if (resemblesOwner(passwords.newPassword, user.name, user.email))
      return { status: "invalid", errors: { newPassword: RESEMBLES_OWNER } };
    const facts = { userId: user.id, sessionId: id };
    try {
      // Attempts are counted, so that a stolen session cannot be used to guess the password. They are counted per
      // session, so that strangers cannot use up the owner's attempts.
      const changed = await limitAttempts(
        "session",
        id,
        async () => (await changePassword(user.id, passwords)) || null,
      );
      if (!changed) {
        await auditBy(user, "sign-in-failed", {
          ...facts,
          detail: "wrong password, to change it",
        });
        return {
          status: "invalid",
          errors: { currentPassword: "This is not your current password." },
        };
      }
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      if (error.isFirst)
        await auditBy(user, "sign-in-failed", {
          ...facts,
          detail: "too many wrong passwords, to change it",
        });
      return {
        status: "failed",
        message: "Too many wrong passwords. Sign out, sign in again, and change it then.",
      };
    }
    await auditBy(user, "password-changed", facts);
    await tellOwner("password-changed", user);
    const ended = await orUnknown(() => startAnew(session));
    return ended === "unknown"
      ? {
          status: "failed",
          message:
            "Your password is changed, but then the database gave no answer. Your other sessions may still be active: end them here in a moment.",
        }
      : {
          status: "done",
          message: `Your password is changed. ${ended}${await otherWaysIn(user.id)}`,
        };
  },
);

/** Starts a new session here and ends all others (ASVS 7.4.3). Returns a text about the others. */
async function startAnew(session: Session): Promise<string> {
  const { user } = session;
  const { id } = await reissueSession(user, { ...session, method: "password" });
  await endWaiting(strategy, user.id, id);
  if (!strategy.revocation)
    return "Other sessions cannot be ended: each continues until it expires.";
  const { endAll } = strategy.revocation;
  const ended = await endAndAudit(
    async () => (await endAll(user.id, id)) ?? "all",
    (ended) => {
      const detail = ended === "all" ? "all others" : `${ended} in all`;
      return auditBy(user, "session-ended-by-password-change", { userId: user.id, detail });
    },
  );
  return ended === "all" ? "All other sessions ended." : `Other sessions ended: ${ended}.`;
}

/** An attacker may have added a way to sign in, which still works after a password change. */
async function otherWaysIn(userId: string): Promise<string> {
  const names = await orUnknown(() => nameWaysIn(userId));
  if (names === "unknown" || names === "") return "";
  return ` These can still sign in as you: ${names}. Remove the ones that you do not know.`;
}

export const endMySessions = formAction(
  { authorize, schema: z.object({ session: z.string().max(100) }) },
  async ({ session }, { id, user }) => {
    if (session === id)
      return { status: "failed", message: "This is your current session. Sign out instead." };
    return endFromForm(session, { userId: user.id, exceptId: id }, user);
  },
);
