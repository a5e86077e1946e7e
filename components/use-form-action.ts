"use client";

// #region open-pages
import { useActionState, useEffect, useEffectEvent, useRef } from "react";
import { type SignInReason, sendForm } from "@/lib/browser/send-form";
// #endregion
// without open-pages: import { useActionState } from "react";
import type { FormResult } from "@/lib/forms/form-result";
// #region open-pages
import { useViewer } from "./shown-to";
import { askToSignIn } from "./sign-in-dialog";
import { useRefresh } from "./use-refresh";
// #endregion

export type FormAction = (previous: FormResult, form: FormData) => Promise<FormResult>;

// #region open-pages
/**
 * `useActionState` for actions made with formAction. If the session has ended while the form was being filled in, or
 * another user has signed in, it asks to sign in on the same page, and then sends the input, including files. If there
 * is no valid answer, the result says so, and the page stays. Until JavaScript runs, the browser sends the form: for that,
 * the server must render the action itself and not a function around it. The browser must never have the action itself,
 * because a form can be sent while React is still hydrating it.
 */
export function useFormAction(action: FormAction) {
  const viewer = useViewer();
  const refresh = useRefresh();
  const hasSignedIn = useRef(false);
  const ask = async (reason: SignInReason) => {
    hasSignedIn.current = viewer !== null && (await askToSignIn(viewer, { reason }));
    return hasSignedIn.current;
  };
  const submit: FormAction =
    typeof window === "undefined"
      ? action
      : (previous, form) => sendForm(() => action(previous, form), ask);
  const [result, send] = useActionState<FormResult, FormData>(submit, { status: "idle" });
  // Wait until the form has its answer, because a reload would cancel the request.
  const refreshAfterSignIn = useEffectEvent((_result: FormResult) => {
    if (hasSignedIn.current) refresh();
    hasSignedIn.current = false;
  });
  useEffect(() => refreshAfterSignIn(result), [result]);
  return [result, send] as const;
}
// #endregion
// without open-pages: /** `useActionState` for actions made with formAction. */
// without open-pages: export const useFormAction = (action: FormAction) =>
// without open-pages:   useActionState<FormResult, FormData>(action, { status: "idle" });
