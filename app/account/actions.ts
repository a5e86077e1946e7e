"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { strategy } from "@/auth";
import { clientAddress } from "@/lib/client-address";
import { formAction } from "@/lib/session/action";
import { requireSession } from "@/lib/session/current";
import { limitAttempts, TooManyAttempts } from "@/lib/sign-in-limit";
import { changePassword, changePasswordForm } from "@/lib/users";

export const changeMyPassword = formAction(
  {
    authorize: () => requireSession("/account", { fresh: true }),
    schema: changePasswordForm.extend({ endOthers: z.literal("on").optional() }),
  },
  async ({ endOthers, ...passwords }, { id, user }) => {
    try {
      // Counted like those at sign-in, so that a stolen session is no way to guess the password.
      const changed = await limitAttempts(
        user.email ?? user.id,
        clientAddress(await headers()),
        async () => (await changePassword(user.id, passwords)) || null,
      );
      if (!changed)
        return {
          status: "invalid",
          errors: { currentPassword: "This is not your current password." },
        };
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      return { status: "failed", message: "Too many wrong passwords. Try again in 15 minutes." };
    }
    if (!endOthers || !strategy.sessions)
      return { status: "done", message: "Your password is changed." };
    const ended = await strategy.sessions.endAll(user.id, id);
    return {
      status: "done",
      message: `Your password is changed. Other sessions ended: ${ended}.`,
    };
  },
);
