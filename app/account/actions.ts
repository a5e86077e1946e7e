"use server";

import { z } from "zod";
import { strategy } from "@/auth";
import { auditBy } from "@/features/audit/audit";
import { connectedProviders } from "@/lib/accounts/connections";
import { changePassword, changePasswordForm } from "@/lib/accounts/credentials";
import { endAndAudit, endFromForm } from "@/lib/accounts/end-sessions";
import { RESEMBLES_OWNER, resemblesOwner } from "@/lib/accounts/password-rules";
import { limitAttempts, TooManyAttempts } from "@/lib/accounts/sign-in-limit";
import { orUnknown } from "@/lib/errors";
import { formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { requireSession } from "@/lib/session/current";
import { reissueSession } from "@/lib/session/reissue";
import type { SessionUser } from "@/lib/session/strategy";

const authorize = () => requireSession("/account", { fresh: true });

export const changeMyPassword = formAction(
  { authorize, schema: changePasswordForm },
  async (passwords, { id, user }): Promise<FormResult> => {
    if (resemblesOwner(passwords.newPassword, user.name, user.email))
      return { status: "invalid", errors: { newPassword: RESEMBLES_OWNER } };
    const facts = { userId: user.id, sessionId: id };
    try {
      // Counted, so that a stolen session is no way to guess the password; by session, so that no stranger can stop it.
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
    const ended = await orUnknown(() => startAnew(user));
    return ended === "unknown"
      ? {
          status: "failed",
          message:
            "Your password is changed, but then the database gave no answer: your other sessions may go on. End them here in a moment.",
        }
      : {
          status: "done",
          message: `Your password is changed. ${ended}${await otherWaysIn(user.id)}`,
        };
  },
);

/** A new session here, and none anywhere else (ASVS 7.4.3); says what became of the others. */
async function startAnew(user: SessionUser): Promise<string> {
  const { id } = await reissueSession(user);
  if (!strategy.revocation) return "Other sessions cannot be ended: each goes on until it expires.";
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

/** A thief may have connected one: it lets them in, whatever the password is. */
async function otherWaysIn(userId: string): Promise<string> {
  const connected = await orUnknown(() => connectedProviders(userId));
  if (connected === "unknown" || connected.length === 0) return "";
  const names = connected.map(({ name }) => name).join(", ");
  return ` These accounts can still sign in as you: ${names}. Disconnect what is not yours.`;
}

export const endMySessions = formAction(
  { authorize, schema: z.object({ session: z.string().max(100) }) },
  async ({ session }, { id, user }) => {
    if (session === id)
      return { status: "failed", message: "This is the session you are in. Sign out instead." };
    return endFromForm(session, { userId: user.id, exceptId: id }, user);
  },
);
