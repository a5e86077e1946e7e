import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { orUnknown } from "@/lib/errors";
import type { Session } from "@/lib/session/strategy";
import { isEmailVerified } from "../address";
import { toAnswer } from "../answers";
import { emailIsOn } from "../delivery";
import { ChangeEmailForm, ConfirmForm } from "./email-form";
import { EmailIsOff, MailboxHint } from "./parts";

/** On the account page: whether the address is confirmed, and how to change it. `said`: see ../answers.ts. */
export function emailPanel(session: Session, said: unknown) {
  const answer = toAnswer(said);
  return (
    <Panel
      title="Email address"
      lead="A new address replaces the old one after you confirm it. The old address gets a notice."
    >
      <div className="grid gap-4">
        {answer ? (
          <Notice tone={answer.status === "done" ? "ok" : "bad"}>{answer.message}</Notice>
        ) : null}
        {emailIsOn() ? <Address session={session} /> : <EmailIsOff />}
        <MailboxHint />
      </div>
    </Panel>
  );
}

async function Address({ session }: { session: Session }) {
  const { id, email } = session.user;
  const verified = await orUnknown(() => isEmailVerified(id));
  if (verified === "unknown")
    return <Notice>The database did not answer, so the address cannot be changed now.</Notice>;
  return (
    <>
      {email && !verified ? (
        <Notice title={`${email} is not confirmed.`}>
          <ConfirmForm />
        </Notice>
      ) : null}
      <ChangeEmailForm />
    </>
  );
}
