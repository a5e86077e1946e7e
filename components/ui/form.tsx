"use client";

import { Form as BaseForm } from "@base-ui/react/form";
import { type ComponentProps, type FormEvent, useSyncExternalStore } from "react";
import type { FormResult } from "@/lib/forms/form-result";
import { Notice } from "./notice";

const never = () => () => {};

interface FormProps extends ComponentProps<typeof BaseForm> {
  /** What the action said last: shown above the fields, and at each Field that it names. */
  result?: FormResult;
}

/** Until JavaScript runs, the browser itself checks the fields. */
export function Form({ result, className = "grid gap-5", children, ...props }: FormProps) {
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  /** React empties a form after its action, whatever came of it. */
  function keepWhatWasTyped(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    if (leaving.has(form) || !result || result.status === "done") return;
    event.preventDefault();
    for (const field of form.elements)
      if (field instanceof HTMLInputElement && field.type === "password") field.value = "";
  }

  return (
    <BaseForm
      {...props}
      errors={result?.errors}
      noValidate={hydrated}
      className={className}
      ref={emptyWhenHidden}
      onReset={keepWhatWasTyped}
    >
      {result?.message ? (
        <Notice tone={result.status === "done" ? "ok" : "bad"} live>
          {result.message}
        </Notice>
      ) : null}
      {children}
    </BaseForm>
  );
}

const leaving = new WeakSet<HTMLFormElement>();

/** Next.js keeps the last pages in the document, hidden: what was typed there must not stay, passwords above all. */
function emptyWhenHidden(form: HTMLFormElement | null) {
  return () => {
    if (!form) return;
    leaving.add(form);
    form.reset();
    leaving.delete(form);
  };
}
