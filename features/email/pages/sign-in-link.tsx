import { AlreadySignedIn } from "@/components/already-signed-in";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { orUnknown } from "@/lib/errors";
import { getCurrentUser } from "@/lib/session/current";
import { askForSignIn, signInByLink } from "../actions";
import { openedLink } from "../opened";
import { findSignIn } from "../sign-in";
import { LIFETIMES } from "../tokens";
import { AddressForm } from "./address-form";
import { LinkForm } from "./link-form";
import { EmailPage, InvalidLink, type SearchParams, TextLink } from "./parts";

export async function SignInLinkPage({ searchParams }: { searchParams: SearchParams }) {
  const { opened, said } = await searchParams;
  const link = await openedLink(opened);
  const user = await orUnknown(() => getCurrentUser({ fresh: true }));
  return (
    <EmailPage title="Sign in by email" said={said}>
      {user && user !== "unknown" ? (
        <AlreadySignedIn user={user} continueTo="/account" />
      ) : link?.purpose === "sign-in" ? (
        <SignIn token={link.token} />
      ) : opened ? (
        <InvalidLink href="/sign-in-link" />
      ) : (
        <Ask />
      )}
    </EmailPage>
  );
}

function Ask() {
  return (
    <Panel
      lead={`We send you a link that signs you in. It works once, within ${LIFETIMES["sign-in"]} minutes.`}
    >
      <AddressForm action={askForSignIn}>Send the link</AddressForm>
      <p className="mt-5 text-sm text-muted-foreground">
        <TextLink href="/sign-in">Back to sign-in</TextLink>
      </p>
    </Panel>
  );
}

async function SignIn({ token }: { token: string }) {
  const found = await findSignIn(token);
  if (!found) return <InvalidLink href="/sign-in-link" />;
  return (
    <Panel lead={`You sign in as ${found.email}.`}>
      {found.isVerified ? null : (
        <div className="mb-5">
          <Notice title="This confirms your address.">
            <p>
              It was not confirmed before. So the current password of the account stops working, and
              you can choose a new one afterwards.
            </p>
            <p>Connected accounts are disconnected.</p>
            {/* #region passkeys */}
            <p>Passkeys are removed.</p>
            {/* #endregion */}
          </Notice>
        </div>
      )}
      <LinkForm
        action={signInByLink}
        secret={{ token }}
        button="Sign in"
        pendingText="Signing in …"
      />
    </Panel>
  );
}
