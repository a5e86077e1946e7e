"use client";

import { Form as BaseForm } from "@base-ui/react/form";
import { type ComponentProps, type FormEvent, useRef, useSyncExternalStore } from "react";
import { noteLeft, restoreDraft, saveDrafts } from "@/lib/browser/drafts";
import type { FormResult } from "@/lib/forms/form-result";
import { ShownToField } from "../shown-to";
import { Button } from "./button";
import { Notice } from "./notice";

const never = () => () => {};

interface FormProps extends ComponentProps<typeof BaseForm> {
  /** What the action said last: shown above the fields, and at each Field that it names. */
  result?: FormResult;
}

/** Until JavaScript runs, the browser itself checks the fields. */
export function Form({
  result,
  className = "grid gap-5",
  children,
  onSubmit,
  ...props
}: FormProps) {
  const sent = useRef<{ form: HTMLFormElement; button: HTMLElement | null }>(undefined);
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  function noteSent(event: FormEvent<HTMLFormElement>) {
    const { submitter } = event.nativeEvent as SubmitEvent;
    sent.current = { form: event.currentTarget, button: submitter };
  }

  /** The button that was pressed may have a value of its own, and may be gone by now. */
  function sendAgain() {
    const { form, button } = sent.current ?? {};
    form?.requestSubmit(button?.isConnected ? button : null);
  }

  /** React empties a form after its action, whatever came of it. Only passwords that were checked are emptied. */
  function keepWhatWasTyped(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    if (leaving.has(form) || !result || result.status === "done") return;
    event.preventDefault();
    if (result.status === "unsent") return;
    for (const field of form.elements)
      if (field instanceof HTMLInputElement && field.type === "password") field.value = "";
  }

  return (
    <BaseForm
      {...props}
      errors={result?.errors}
      noValidate={hydrated}
      className={className}
      ref={onPage}
      onSubmit={onSubmit ?? noteSent}
      onReset={keepWhatWasTyped}
    >
      <ShownToField />
      {result?.message ? (
        <Notice tone={result.status === "done" ? "ok" : "bad"} live>
          {result.message}
          {result.status === "unsent" ? (
            <Button size="small" className="mt-2 flex" onClick={sendAgain}>
              Send again
            </Button>
          ) : null}
          {result.status === "outdated" ? (
            <Button size="small" className="mt-2 flex" onClick={loadNewVersion}>
              Load the new version
            </Button>
          ) : null}
        </Notice>
      ) : null}
      {children}
    </BaseForm>
  );
}

function loadNewVersion() {
  saveDrafts();
  window.location.reload();
}

const leaving = new WeakSet<HTMLFormElement>();

/**
 * Puts back what was kept while the page was loaded again. Next.js keeps the last pages in the document, hidden: what
 * was typed there must not stay, passwords above all.
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
