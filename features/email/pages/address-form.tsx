"use client";

import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FormAction, useFormAction } from "@/components/use-form-action";

interface AddressFormProps {
  action: FormAction;
  /** The label of the button. */
  children: string;
}

/** Asks for a mail to an address. */
export function AddressForm({ action: send, children }: AddressFormProps) {
  const [result, action] = useFormAction(send);
  return (
    <Form action={action} result={result}>
      <Field name="email" label="Email" type="email" autoComplete="username" required />
      <SubmitButton variant="primary" pendingText="Sending …">
        {children}
      </SubmitButton>
    </Form>
  );
}
