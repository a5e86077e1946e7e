"use client";

import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { checkMyConnection } from "./actions";

/** Asks the provider now, with the access token that the server keeps. */
export function CheckForm({ provider, name }: { provider: string; name: string }) {
  const [result, action] = useFormAction(checkMyConnection);
  return (
    <Form action={action} result={result} className="grid gap-3">
      <input type="hidden" name="provider" value={provider} />
      <div>
        <SubmitButton size="small" pendingText="Asking …" aria-label={`Check now: ${name}`}>
          Check now
        </SubmitButton>
      </div>
    </Form>
  );
}
