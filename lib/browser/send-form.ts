import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { type FormResult, NOT_CHECKED } from "../forms/form-result";
import { refreshSession } from "./refresh";

/**
 * Why a user is asked to sign in: there is no session, or it belongs to another user than the page, or it began too
 * long ago.
 */
export type SignInReason = "signed-out" | "other-user" | "sign-in-again";

/**
 * Sends a form. If it needs a refresh or a sign-in first, sends it again afterwards. `askToSignIn` returns whether the
 * user of the page is signed in now. Always returns a result, so the page with the form stays. A redirect passes.
 */
export async function sendForm(
  send: () => Promise<FormResult>,
  askToSignIn: (reason: SignInReason) => Promise<boolean>,
): Promise<FormResult> {
  try {
    return await sendWithSession(send, askToSignIn);
  } catch (error) {
    unstable_rethrow(error);
    return explainFailure(error);
  }
}

async function sendWithSession(
  send: () => Promise<FormResult>,
  askToSignIn: (reason: SignInReason) => Promise<boolean>,
): Promise<FormResult> {
  let result = await send();
  if (result.status === "refresh") {
    const { state } = await refreshSession();
    if (state === "refreshed") result = await send();
    if (state !== "ended" && result.status === "refresh") return unsent(NOT_CHECKED);
  }
  const reason = whyToSignIn(result);
  if (!reason) return result;
  if (!(await askToSignIn(reason))) return unsent(notSent[reason]);
  result = await send();
  return whyToSignIn(result)
    ? unsent("Nothing was sent, because there was no new session. Try again, or reload the page.")
    : result;
}

function whyToSignIn({ status }: FormResult): SignInReason | null {
  if (status === "other-user" || status === "sign-in-again") return status;
  return status === "refresh" || status === "signed-out" ? "signed-out" : null;
}

const notSent: Record<SignInReason, string> = {
  "signed-out": "Nothing was sent, because you did not sign in again.",
  "sign-in-again": "Nothing was done, because you did not sign in again.",
  "other-user":
    "Nothing was sent: this page belongs to another account than the one that is signed in now. Sign in as its owner, or load the page again to use the other account.",
};

/** A server action that throws would replace the page, and what was typed would be lost. */
function explainFailure(error: unknown): FormResult {
  if (unstable_isUnrecognizedActionError(error))
    return {
      status: "outdated",
      message:
        "Nothing was sent: this app has been updated since you opened the page. Load the new version, then send again.",
    };
  const { digest } = error as { digest?: string };
  return unsent(`${whatHappened(error, digest)} What you typed is still here.`);
}

function whatHappened(error: unknown, digest: string | undefined): string {
  if (digest)
    return `The app made an error, and logged it with the number ${digest}. It may not have done what you asked for: check, or send again.`;
  if (!navigator.onLine) return "You are offline, so nothing was sent. Connect, then send again.";
  // What fetch throws when no answer comes.
  if (error instanceof TypeError)
    return "No answer came, so it is not known whether this arrived. Check your connection, then send again.";
  return "The app could not be reached behind its proxy, or refused this as too large. Send again in a moment; with a large file, choose a smaller one.";
}

const unsent = (message: string): FormResult => ({ status: "unsent", message });
