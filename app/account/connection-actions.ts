"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { auditBy } from "@/features/audit/audit";
import { tellOwner } from "@/features/email/notices";
import { disconnect } from "@/lib/accounts/connections";
import { formAction } from "@/lib/forms/action";
import { idField } from "@/lib/forms/id-field";
import { requireRecentSignIn } from "@/lib/session/require-recent";

export const disconnectMine = formAction(
  {
    authorize: () => requireRecentSignIn("/account"),
    schema: z.object({ provider: idField }),
  },
  async ({ provider }, { id: sessionId, user }) => {
    const outcome = await disconnect(user.id, provider);
    if (outcome === "last-way-in")
      return {
        status: "failed",
        message: "You have no other way to sign in. Connect another account first.",
      };
    if (outcome === "done") {
      await auditBy(user, "account-disconnected", { userId: user.id, sessionId, detail: provider });
      await tellOwner("account-disconnected", user);
    }
    refresh();
    return { status: "done", message: "It is disconnected." };
  },
);
