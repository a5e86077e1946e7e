"use client";

import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
// #region refresh
import { type FormAction, useFormAction } from "@/components/use-form-action";
import { withoutRefresh } from "@/lib/browser/refresh";
// #endregion
// without refresh: import { useFormAction } from "@/components/use-form-action";
import { changeMyPassword } from "./actions";

interface PasswordFormProps {
  /** For password managers, which look for the account's name near the password. */
  email: string | null;
  minLength: number;
}

// #region refresh
/** See useFormAction: the server renders the action itself. */
const changeWithoutRefresh: FormAction =
  typeof window === "undefined"
    ? changeMyPassword
    : (previous, form) => withoutRefresh(() => changeMyPassword(previous, form));
// #endregion

export function PasswordForm({ email, minLength }: PasswordFormProps) {
  // #region refresh
  const [result, action] = useFormAction(changeWithoutRefresh);
  // #endregion
  // without refresh: const [result, action] = useFormAction(changeMyPassword);
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
