"use client";

import { Form as BaseForm } from "@base-ui/react/form";
import { type ComponentProps, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * A form whose Fields show their message out of `errors` ({ [field name]: message }). Until JavaScript
 * runs, the browser itself checks the fields.
 */
export function Form({ className = "grid gap-5", ...props }: ComponentProps<typeof BaseForm>) {
  const hydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return <BaseForm {...props} noValidate={hydrated} className={className} ref={emptyWhenHidden} />;
}

/** Next.js keeps the last pages in the document, hidden: what was typed there must not stay, passwords above all. */
function emptyWhenHidden(form: HTMLFormElement | null) {
  return () => form?.reset();
}
