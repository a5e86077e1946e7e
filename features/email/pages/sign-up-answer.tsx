import { Notice } from "@/components/ui/notice";
import { toAnswer } from "../answers";
import { MailboxHint } from "./parts";

/** The message of the sign-up page for `?said=`, and a link to the mailbox of the demo. */
export function signUpAnswer(said: unknown) {
  const answer = toAnswer(said);
  return (
    <>
      {answer ? (
        <Notice tone={answer.status === "done" ? "ok" : "bad"}>{answer.message}</Notice>
      ) : null}
      <MailboxHint />
    </>
  );
}
