"use client";

import type { ComponentProps, ReactNode } from "react";
import { ShownToField } from "./shown-to";
import { SubmitButton } from "./ui/submit-button";
import { type FormAction, useFormAction } from "./use-form-action";

interface ButtonFormProps {
  action: FormAction;
  /** What is sent. */
  fields: Record<string, string>;
  variant?: ComponentProps<typeof SubmitButton>["variant"];
  pendingText: string;
  /** The label of the button. */
  children: ReactNode;
}

/** A form with one small button, with its result beside it. */
export function ButtonForm({ action, fields, variant, pendingText, children }: ButtonFormProps) {
  const [result, send] = useFormAction(action);
  return (
    <form action={send} className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <ShownToField />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton size="small" variant={variant} pendingText={pendingText}>
        {children}
      </SubmitButton>
      <span
        role="status"
        className={`text-[0.8125rem] ${result.status === "done" ? "text-success" : "text-destructive"}`}
      >
        {result.message}
      </span>
    </form>
  );
}
