"use server";

import { z } from "zod";
import { strategy } from "@/auth";
import { formAction } from "@/lib/session/action";
import { requireSession } from "@/lib/session/current";
import { changePassword, changePasswordForm } from "@/lib/users";

export const changeMyPassword = formAction(
  {
    authorize: () => requireSession("/account"),
    schema: changePasswordForm.extend({ endOthers: z.literal("on").optional() }),
  },
  async ({ endOthers, ...passwords }, { id, user }) => {
    if (!(await changePassword(user.id, passwords)))
      return {
        status: "invalid",
        errors: { currentPassword: "This is not your current password." },
      };
    if (!endOthers || !strategy.sessions)
      return { status: "done", message: "Your password is changed." };
    const ended = await strategy.sessions.endAll(user.id, id);
    return {
      status: "done",
      message: `Your password is changed. Other sessions ended: ${ended}.`,
    };
  },
);
