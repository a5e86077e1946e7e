"use client";

import { useActionState } from "react";
import { sendForm } from "@/lib/browser/send-form";
import type { FormResult } from "@/lib/forms/form-result";
import { askToSignIn } from "./sign-in-dialog";

export type FormAction = (previous: FormResult, form: FormData) => Promise<FormResult>;

/**
 * `useActionState` for actions made with formAction. When the session has ended while the form was being
 * filled in, it asks to sign in, on the same page, and then sends what was typed: fields, files and all.
 */
export function useFormAction(action: FormAction) {
  return useActionState<FormResult, FormData>(
    (previous, form) =>
      sendForm(
        () => action(previous, form),
        () => askToSignIn(),
      ),
    { status: "idle" },
  );
}
