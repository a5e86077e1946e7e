import { Panel } from "@/components/ui/panel";
import { askForReset } from "../actions";
import { LIFETIMES } from "../tokens";
import { AddressForm } from "./address-form";
import { EmailPage, type SearchParams, TextLink } from "./parts";

export async function ForgotPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const { said } = await searchParams;
  return (
    <EmailPage title="Forgot your password?" said={said}>
      <Panel
        lead={`We send you a link to choose a new password. It works once, within ${LIFETIMES["reset-password"]} minutes.`}
      >
        <AddressForm action={askForReset}>Send the link</AddressForm>
        <p className="mt-5 text-sm text-muted-foreground">
          <TextLink href="/sign-in">Back to sign-in</TextLink>
        </p>
      </Panel>
    </EmailPage>
  );
}
