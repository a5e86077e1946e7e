import { ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { orUnknown } from "@/lib/errors";
import { getCurrentUser } from "@/lib/session/current";
import { finishMySignUp } from "../actions";
import { confirmMyEmail } from "../address-actions";
import { type LinkPurpose, openedLink } from "../opened";
import { findSignUp } from "../sign-up";
import { findToken } from "../tokens";
import { LinkForm } from "./link-form";
import { EmailPage, InvalidLink, type SearchParams } from "./parts";

export async function ConfirmEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const { opened, done, said } = await searchParams;
  const link = await openedLink(opened);
  const isSignUp = link?.purpose === "sign-up";
  return (
    <EmailPage title={isSignUp ? "Finish signing up" : "Confirm your address"} said={said}>
      {done ? (
        <Done />
      ) : isSignUp ? (
        <FinishSignUp link={link.token} />
      ) : link ? (
        <Confirm {...link} />
      ) : said ? null : (
        <InvalidLink href="/account" />
      )}
    </EmailPage>
  );
}

async function Confirm({ purpose, token }: { purpose: LinkPurpose; token: string }) {
  const change = purpose === "change-email";
  const owner = await findToken(change ? "change-email" : "verify-email", token);
  if (!owner) return <InvalidLink href="/account" />;
  const user = await orUnknown(() => getCurrentUser({ fresh: true }));
  if (user !== "unknown" && user?.id !== owner.userId) return <SignInFirst email={owner.email} />;
  return (
    <Panel
      lead={
        change
          ? `${owner.email} becomes the address of your account.`
          : `${owner.email} is the address of your account.`
      }
    >
      <LinkForm
        action={confirmMyEmail}
        secret={{ token, ...(change ? { change: "1" } : {}) }}
        button="Confirm the address"
        pendingText="Confirming …"
      />
    </Panel>
  );
}

/** See `confirmEmail`. */
function SignInFirst({ email }: { email: string }) {
  const callbackUrl = "/confirm-email?opened=1";
  return (
    <Panel
      lead={`An account asked to confirm ${email}. Sign in to that account in this browser first.`}
    >
      <ButtonLink href={`/sign-in?${new URLSearchParams({ callbackUrl })}`} variant="primary">
        Sign in
      </ButtonLink>
      <p className="mt-5 text-sm text-muted-foreground">
        If you know of no such account, do nothing: the address stays unconfirmed.
      </p>
    </Panel>
  );
}

async function FinishSignUp({ link }: { link: string }) {
  const email = await findSignUp(link);
  if (!email) return <InvalidLink href="/sign-up" />;
  return (
    <Panel lead={`Your account is made for ${email}. Enter the password that you chose.`}>
      <LinkForm
        action={finishMySignUp}
        secret={{ link }}
        button="Create account"
        pendingText="Creating your account …"
      >
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
        />
      </LinkForm>
    </Panel>
  );
}

function Done() {
  return (
    <Panel title="Your address is confirmed">
      <ButtonLink href="/account" variant="primary">
        Continue to your account
      </ButtonLink>
    </Panel>
  );
}
