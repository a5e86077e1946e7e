"use client";

import { RememberMe } from "@/components/remember-me";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { signUp } from "./actions";

interface SignUpFormProps {
  callbackUrl: string;
  minLength: number;
}

export function SignUpForm({ callbackUrl, minLength }: SignUpFormProps) {
  const [result, action] = useFormAction(signUp);
  return (
    <Form action={action} result={result}>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field name="name" label="Name" autoComplete="name" required />
      <Field name="email" label="Email" type="email" autoComplete="username" required />
      <Field
        name="password"
        label="Password"
        hint={`At least ${minLength} characters.`}
        type="password"
        autoComplete="new-password"
        required
      />
      <RememberMe />
      <SubmitButton variant="primary" pendingText="Creating your account …">
        Create account
      </SubmitButton>
    </Form>
  );
}
