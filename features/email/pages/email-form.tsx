"use client";

import { ButtonForm } from "@/components/button-form";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { askToConfirm, changeMyEmail } from "../address-actions";

export function ConfirmForm() {
  return (
    <ButtonForm action={askToConfirm} fields={{}} pendingText="Sending …">
      Send a link to confirm it
    </ButtonForm>
  );
}

export function ChangeEmailForm() {
  const [result, action] = useFormAction(changeMyEmail);
  return (
    <Form action={action} result={result}>
      <Field name="newEmail" label="New address" type="email" autoComplete="email" required />
      <div>
        <SubmitButton variant="primary" pendingText="Sending …">
          Change address
        </SubmitButton>
      </div>
    </Form>
  );
}
