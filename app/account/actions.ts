"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { strategy } from "@/auth";
import { audit } from "@/lib/audit";
import { clientAddress } from "@/lib/client-address";
import { changePassword, changePasswordForm } from "@/lib/credentials";
import { orUnknown } from "@/lib/errors";
import { formAction } from "@/lib/session/action";
import { requireSession } from "@/lib/session/current";
import { reissueSession } from "@/lib/session/reissue";
import type { SessionUser } from "@/lib/session/strategy";
import { limitAttempts, TooManyAttempts } from "@/lib/sign-in-limit";

const authorize = () => requireSession("/account", { fresh: true });

export const changeMyPassword = formAction(
  { authorize, schema: changePasswordForm },
  async (passwords, { id, user }) => {
    const facts = { ...(await actingAs(user)), sessionId: id };
    try {
      // Counted like those at sign-in, so that a stolen session is no way to guess the password.
      const changed = await limitAttempts(
        user.email ?? user.id,
        facts.ip,
        async () => (await changePassword(user.id, passwords)) || null,
      );
      if (!changed) {
        await audit("sign-in-failed", { ...facts, detail: "wrong password, to change it" });
        return {
          status: "invalid",
          errors: { currentPassword: "This is not your current password." },
        };
      }
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      return { status: "failed", message: "Too many wrong passwords. Try again in 15 minutes." };
    }
    await audit("password-changed", facts);
    const ended = await orUnknown(() => startAnew(user));
    return ended === "unknown"
      ? {
          status: "failed",
          message:
            "Your password is changed, but then the database gave no answer: your other sessions may go on. End them here in a moment.",
        }
      : { status: "done", message: `Your password is changed. ${ended}` };
  },
);

/** A new session here, and none anywhere else (ASVS 7.4.3); says what became of the others. */
async function startAnew(user: SessionUser): Promise<string> {
  const { id } = await reissueSession(user);
  if (!strategy.sessions) return "Other sessions cannot be ended: each goes on until it expires.";
  const ended = await strategy.sessions.endAll(user.id, id);
  if (ended > 0)
    await audit("session-ended-by-password-change", {
      ...(await actingAs(user)),
      detail: `${ended} in all`,
    });
  return `Other sessions ended: ${ended}.`;
}

export const endMySessions = formAction(
  { authorize, schema: z.object({ session: z.string().max(100) }) },
  async ({ session }, { id, user }) => {
    if (!strategy.sessions)
      return { status: "failed", message: "Under this strategy there is no record to end." };
    if (session === id)
      return { status: "failed", message: "This is the session you are in. Sign out instead." };
    const isAll = session === "all";
    const ended = isAll
      ? await strategy.sessions.endAll(user.id, id)
      : Number(await strategy.sessions.end(user.id, session));
    refresh();
    if (ended === 0) return { status: "done", message: "It had ended already." };
    const which = isAll ? { detail: `${ended} in all` } : { sessionId: session };
    await audit("session-ended-by-user", { ...(await actingAs(user)), ...which });
    return { status: "done", message: `Sessions ended: ${ended}.` };
  },
);

async function actingAs({ id }: SessionUser) {
  return { userId: id, actorId: id, ip: clientAddress(await headers()) };
}
