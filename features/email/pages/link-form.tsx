"use client";

import type { ReactNode } from "react";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FormAction, useFormAction } from "@/components/use-form-action";

interface LinkFormProps {
  action: FormAction;
  /** The parameters of the link, which are sent with the form. */
  secret: Record<string, string>;
  /** The label of the button. */
  button: string;
  pendingText: string;
  /** Fields. */
  children?: ReactNode;
}

/** The form on the page of a link: nothing happens before its button is pressed, because mail scanners open links too. */
export function LinkForm({ action: send, secret, button, pendingText, children }: LinkFormProps) {
  const [result, action] = useFormAction(send);
  return (
    <Form action={action} result={result}>
      {Object.entries(secret).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <SubmitButton variant="primary" pendingText={pendingText}>
        {button}
      </SubmitButton>
    </Form>
  );
}
