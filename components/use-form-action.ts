"use client";

import { useActionState, useEffect, useEffectEvent, useRef, useSyncExternalStore } from "react";
import { type SignInReason, sendForm } from "@/lib/browser/send-form";
import type { FormResult } from "@/lib/forms/form-result";
import { useViewer } from "./shown-to";
import { askToSignIn } from "./sign-in-dialog";
import { useRefresh } from "./use-refresh";

const never = () => () => {};

export type FormAction = (previous: FormResult, form: FormData) => Promise<FormResult>;

/**
 * `useActionState` for actions made with formAction. When the session has ended while the form was being filled in, or
 * someone else has signed in, it asks to sign in on the same page, and then sends what was typed: fields, files and
 * all. When no valid answer comes, the result says so, and the page stays.
 */
export function useFormAction(action: FormAction) {
  const viewer = useViewer();
  const refresh = useRefresh();
  const hasSignedIn = useRef(false);
  const ask = async (reason: SignInReason) => {
    hasSignedIn.current = viewer !== null && (await askToSignIn(viewer, { reason }));
    return hasSignedIn.current;
  };
  // The action itself until JavaScript runs: the browser can send a form to that alone.
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const submit: FormAction = hydrated
    ? (previous, form) => sendForm(() => action(previous, form), ask)
    : action;
  const [result, send] = useActionState<FormResult, FormData>(submit, { status: "idle" });
  // Not before the form has its answer: loading the page again would cut it off.
  const refreshAfterSignIn = useEffectEvent((_result: FormResult) => {
    if (hasSignedIn.current) refresh();
    hasSignedIn.current = false;
  });
  useEffect(() => refreshAfterSignIn(result), [result]);
  return [result, send] as const;
}
