"use client";

import { useActionState } from "react";
import { refreshSession } from "@/lib/client/refresh";
import { type FormResult, NOT_CHECKED } from "@/lib/session/form-result";
import { askToSignIn } from "./sign-in-dialog";

export type FormAction = (previous: FormResult, form: FormData) => Promise<FormResult>;

/**
 * `useActionState` for actions made with formAction. When the session has ended while the form was being
 * filled in, it asks to sign in, on the same page, and then sends what was typed: fields, files and all.
 */
export function useFormAction(action: FormAction) {
  return useActionState<FormResult, FormData>(
    async (previous, form) => {
      let result = await action(previous, form);
      if (result.status === "refresh") {
        const { state } = await refreshSession();
        if (state === "unknown") return { status: "failed", message: NOT_CHECKED };
        if (state === "refreshed") result = await action(previous, form);
      }
      if (result.status !== "refresh" && result.status !== "signed-out") return result;
      if (await askToSignIn()) return action(previous, form);
      return { status: "failed", message: "Nothing was sent, because you did not sign in again." };
    },
    { status: "idle" },
  );
}
