"use client";

import { RememberMe } from "@/components/remember-me";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { passkeyButton } from "@/features/passkeys/button";
import { arrivalPath } from "@/lib/http/redirect";
import { signInWithPassword } from "./actions";

interface SignInFormProps {
  callbackUrl: string;
  /** For a signed-in user, whose earlier choice is kept. */
  again?: boolean;
}

export function SignInForm({ callbackUrl, again }: SignInFormProps) {
  const [result, action] = useFormAction(signInWithPassword);
  return (
    <Form action={action} result={result}>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field name="email" label="Email" type="email" autoComplete="username webauthn" required />
      <Field
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
      />
      {again ? <input type="hidden" name="remember" value="keep" /> : <RememberMe />}
      <SubmitButton variant="primary" pendingText="Signing in …" className="min-h-10.5!">
        Sign in
      </SubmitButton>
      {passkeyButton({
        again,
        offered: true,
        onSignedIn: () => window.location.assign(arrivalPath(callbackUrl)),
      })}
    </Form>
  );
}
