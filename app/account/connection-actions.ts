"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { auditBy } from "@/features/audit/audit";
import { checkConnection } from "@/features/provider-tokens/provider-tokens";
import { disconnect } from "@/lib/accounts/connections";
import { ProviderUnavailable, RefreshTokenError } from "@/lib/errors";
import { formAction } from "@/lib/forms/action";
import { idField } from "@/lib/forms/id-field";
import { log } from "@/lib/log";
import { requireSession, requireUser } from "@/lib/session/current";
import { isRecent } from "@/lib/session/recent";

export const checkMyConnection = formAction(
  {
    authorize: () => requireUser("/account"),
    schema: z.object({ provider: idField }),
  },
  async ({ provider }, user) => {
    try {
      const name = await checkConnection(user.id, provider);
      return { status: "done", message: `It works. The provider knows you as ${name}.` };
    } catch (error) {
      if (error instanceof RefreshTokenError) {
        refresh();
        return { status: "failed", message: "The provider gives no more access. Connect again." };
      }
      if (!(error instanceof ProviderUnavailable)) throw error;
      log.error("[providers]", error);
      return {
        status: "failed",
        message: "The provider did not answer. Nothing is lost: try again in a moment.",
      };
    }
  },
);

export const disconnectMine = formAction(
  {
    authorize: () => requireSession("/account", { fresh: true }),
    schema: z.object({ provider: idField }),
  },
  async ({ provider }, session) => {
    const { id: sessionId, user } = session;
    if (!isRecent(session))
      return { status: "failed", message: "Sign in again first, then disconnect it." };
    const outcome = await disconnect(user.id, provider);
    if (outcome === "last-way-in")
      return {
        status: "failed",
        message: "You have no other way to sign in. Connect another account first.",
      };
    if (outcome === "done")
      await auditBy(user, "account-disconnected", { userId: user.id, sessionId, detail: provider });
    refresh();
    return { status: "done", message: "It is disconnected." };
  },
);
