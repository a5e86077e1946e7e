import { strategy } from "@/auth";
import { ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { env } from "@/lib/env";
import type { SessionStrategy } from "@/lib/session/strategy";
import { resetMyPassword } from "../actions";
import { openedLink } from "../opened";
import { findToken } from "../tokens";
import { LinkForm } from "./link-form";
import { EmailPage, InvalidLink, type SearchParams } from "./parts";

export async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const { opened, done, said, problem } = await searchParams;
  const link = await openedLink(opened);
  return (
    <EmailPage title="Choose a new password" said={said}>
      {done ? (
        <Done />
      ) : link?.purpose === "reset-password" ? (
        <NewPassword token={link.token} problem={problem !== undefined} />
      ) : said ? null : (
        <InvalidLink href="/forgot-password" />
      )}
    </EmailPage>
  );
}

async function NewPassword({ token, problem }: { token: string; problem: boolean }) {
  const owner = await findToken("reset-password", token);
  if (!owner) return <InvalidLink href="/forgot-password" />;
  return (
    <>
      {problem ? (
        <Notice tone="bad" title="Choose another password.">
          It needs at least {env.PASSWORD_MIN_LENGTH} characters, must not be one that many people
          use, and not contain your name or email address.
        </Notice>
      ) : null}
      <Panel lead={`For ${owner.email}. ${whatEnds(strategy)}`}>
        <LinkForm
          action={resetMyPassword}
          secret={{ token }}
          button="Change password"
          pendingText="Changing …"
        >
          <input type="hidden" name="username" autoComplete="username" value={owner.email} />
          <Field
            name="password"
            label="New password"
            hint={`At least ${env.PASSWORD_MIN_LENGTH} characters.`}
            type="password"
            autoComplete="new-password"
            minLength={env.PASSWORD_MIN_LENGTH}
            required
          />
        </LinkForm>
      </Panel>
    </>
  );
}

function Done() {
  return (
    <Panel title="Your password is changed" lead={whatEnded(strategy)}>
      <p className="mb-4 max-w-prose text-sm text-pretty">
        The mail that we sent lists the other ways to sign in as you. Remove the ones that you do
        not know on your account page.
      </p>
      <ButtonLink href="/sign-in" variant="primary">
        Sign in
      </ButtonLink>
    </Panel>
  );
}

function whatEnds({ endNoticedWithin }: SessionStrategy): string {
  if (endNoticedWithin === null)
    return "A new password does not end your sessions: under this strategy, each one continues until it expires.";
  return endNoticedWithin === 0
    ? "This signs you out everywhere."
    : `This signs you out everywhere within ${inWords(endNoticedWithin)}.`;
}

function whatEnded({ endNoticedWithin }: SessionStrategy): string {
  if (endNoticedWithin === null)
    return "Your sessions continue: under this strategy, the server keeps no record of sessions, and each one lasts until it expires.";
  return endNoticedWithin === 0
    ? "All your sessions have ended."
    : `All your sessions have ended. This takes effect within ${inWords(endNoticedWithin)}.`;
}
