import { goToProvider } from "@/lib/accounts/provider-action";
import type { ProviderInfo } from "@/lib/accounts/providers";
import { SubmitButton } from "./ui/submit-button";

interface ProviderButtonsProps {
  providers: ProviderInfo[];
  /** What comes before the provider's name: "Sign in with", "Connect". */
  verb: string;
  callbackUrl: string;
}

export function ProviderButtons({ providers, verb, callbackUrl }: ProviderButtonsProps) {
  return (
    <ul className="grid gap-2">
      {providers.map(({ id, name }) => (
        <li key={id}>
          <form action={goToProvider}>
            <input type="hidden" name="provider" value={id} />
            <input type="hidden" name="callbackUrl" value={callbackUrl} />
            <SubmitButton className="w-full">
              {verb} {name}
            </SubmitButton>
          </form>
        </li>
      ))}
    </ul>
  );
}
