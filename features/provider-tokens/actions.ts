"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { ProviderUnavailable, RefreshTokenError } from "@/lib/errors";
import { formAction } from "@/lib/forms/action";
import { idField } from "@/lib/forms/id-field";
import { log } from "@/lib/log";
import { requireUser } from "@/lib/session/current";
import { checkConnection } from "./provider-tokens";

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
        return { status: "failed", message: "The provider refused access. Connect again." };
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
