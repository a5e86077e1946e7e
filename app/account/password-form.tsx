"use client";

import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { withoutRefresh } from "@/lib/browser/refresh";
import { changeMyPassword } from "./actions";

interface PasswordFormProps {
  /** For password managers, which look for the account's name near the password. */
  email: string | null;
  minLength: number;
}

export function PasswordForm({ email, minLength }: PasswordFormProps) {
  const [result, action] = useFormAction((previous, form) =>
    withoutRefresh(() => changeMyPassword(previous, form)),
  );
  return (
    <Form action={action} result={result}>
      <input type="hidden" name="username" autoComplete="username" value={email ?? ""} />
      <Field
        name="currentPassword"
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Field
        name="newPassword"
        label="New password"
        hint={`At least ${minLength} characters.`}
        type="password"
        autoComplete="new-password"
        required
      />
      <div>
        <SubmitButton variant="primary" pendingText="Changing …">
          Change password
        </SubmitButton>
      </div>
    </Form>
  );
}
