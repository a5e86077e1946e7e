"use client";

import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { disconnectMine } from "./connection-actions";

export function DisconnectForm({ provider, name }: { provider: string; name: string }) {
  const [result, action] = useFormAction(disconnectMine);
  return (
    <Form action={action} result={result} className="grid gap-3">
      <input type="hidden" name="provider" value={provider} />
      <div>
        <SubmitButton
          size="small"
          variant="danger"
          pendingText="Disconnecting …"
          aria-label={`Disconnect ${name}`}
        >
          Disconnect
        </SubmitButton>
      </div>
    </Form>
  );
}
