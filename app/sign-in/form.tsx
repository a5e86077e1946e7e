"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { signInWithPassword } from "./actions";

export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const [result, action] = useActionState(signInWithPassword, { status: "idle" });
  return (
    <Form action={action} errors={result.errors}>
      {result.message ? (
        <Notice tone="bad" live>
          {result.message}
        </Notice>
      ) : null}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field
        name="email"
        label="Email"
        type="email"
        autoComplete="username"
        required
        defaultValue={result.values?.email}
      />
      <Field
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
      />
      <SubmitButton variant="primary" pendingText="Signing in …">
        Sign in
      </SubmitButton>
    </Form>
  );
}
