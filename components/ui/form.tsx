"use client";

import { Form as BaseForm } from "@base-ui/react/form";
import { type ComponentProps, type FormEvent, useRef } from "react";
// #region open-pages
import { noteLeft, restoreDraft, saveDrafts } from "@/lib/browser/drafts";
// #endregion
import type { FormResult } from "@/lib/forms/form-result";
import { ShownToField } from "../shown-to";
import { useHydrated } from "../use-hydrated";
import { Button } from "./button";
import { Notice } from "./notice";

interface FormProps extends ComponentProps<typeof BaseForm> {
  /** The last result of the action: shown above the fields, and at each Field that it names. */
  result?: FormResult;
}

/** Until JavaScript runs, the browser itself checks the fields. */
export function Form({
  result,
  className = "grid gap-5",
  children,
  // #region postgres
  onSubmit,
  // #endregion
  ...props
}: FormProps) {
  // #region postgres
  const sent = useRef<{ form: HTMLFormElement; button: HTMLElement | null }>(undefined);
  // #endregion
  const hydrated = useHydrated();

  // #region postgres
  function noteSent(event: FormEvent<HTMLFormElement>) {
    const { submitter } = event.nativeEvent as SubmitEvent;
    sent.current = { form: event.currentTarget, button: submitter };
  }

  /** The button that was pressed may have a value, and may have been removed by now. */
  function sendAgain() {
    const { form, button } = sent.current ?? {};
    form?.requestSubmit(button?.isConnected ? button : null);
  }
  // #endregion

  /** React resets a form after its action, with any result. */
  function keepWhatWasTyped(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    // #region open-pages
    if (leaving.has(form)) return;
    // #endregion
    if (!result || result.status === "done") return;
    event.preventDefault();
    // #region postgres
    // Only passwords that were checked are cleared.
    if (result.status === "unsent") return;
    for (const field of form.elements)
      if (field instanceof HTMLInputElement && field.type === "password") field.value = "";
    // #endregion
  }

  return (
    <BaseForm
      {...props}
      errors={result?.errors}
      noValidate={hydrated}
      className={className}
      // #region open-pages
      ref={onPage}
      // #endregion
      // #region postgres
      onSubmit={onSubmit ?? noteSent}
      // #endregion
      onReset={keepWhatWasTyped}
    >
      <ShownToField />
      {result?.message ? (
        <Notice tone={result.status === "done" ? "ok" : "bad"} live>
          {result.message}
          {/* #region postgres */}
          {result.status === "unsent" ? (
            <p className="mt-2">
              <Button size="small" onClick={sendAgain}>
                Send again
              </Button>
            </p>
          ) : null}
          {/* #endregion */}
          {/* #region open-pages */}
          {result.status === "outdated" ? (
            <p className="mt-2">
              <Button size="small" onClick={loadNewVersion}>
                Load the new version
              </Button>
            </p>
          ) : null}
          {/* #endregion */}
        </Notice>
      ) : null}
      {children}
    </BaseForm>
  );
}

// #region open-pages
function loadNewVersion() {
  saveDrafts();
  window.location.reload();
}

const leaving = new WeakSet<HTMLFormElement>();

/**
 * Restores what was kept during a reload. Next.js keeps recent pages hidden in the document: what was typed there must not
 * stay, above all passwords.
 */
function onPage(form: HTMLFormElement | null) {
  const restoring = form && setTimeout(restoreDraft, 0, form);
  return () => {
    if (!form) return;
    clearTimeout(restoring ?? undefined);
    noteLeft(form);
    leaving.add(form);
    form.reset();
    leaving.delete(form);
  };
}
// #endregion
