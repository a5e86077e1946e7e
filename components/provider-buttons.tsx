"use client";

import { goToProvider } from "@/lib/accounts/provider-action";
import type { ProviderInfo } from "@/lib/accounts/providers";
import { Form } from "./ui/form";
import { SubmitButton } from "./ui/submit-button";
import { useFormAction } from "./use-form-action";

interface ProviderButtonsProps {
  providers: ProviderInfo[];
  /** What comes before the provider's name: "Sign in with", "Connect". */
  verb: string;
  callbackUrl: string;
  /** Asks the provider to let nobody in by a session that it remembers. */
  again?: boolean;
}

export function ProviderButtons({ providers, verb, callbackUrl, again }: ProviderButtonsProps) {
  const [result, action] = useFormAction(goToProvider);
  return (
    <Form action={action} result={result} className="grid gap-2">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      {again ? <input type="hidden" name="again" value="true" /> : null}
      {providers.map(({ id, name }) => (
        <SubmitButton key={id} name="provider" value={id} className="w-full">
          {verb} {name}
        </SubmitButton>
      ))}
    </Form>
  );
}
