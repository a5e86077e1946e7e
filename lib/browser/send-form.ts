import { type FormResult, NOT_CHECKED } from "../forms/form-result";
import { refreshSession } from "./refresh";

/**
 * Sends a form, and once more after a refresh or a sign-in that it needs first. `askToSignIn` answers whether
 * the same user is signed in now. Always says what came of it: a session that cannot be had is an answer, too.
 */
export async function sendForm(
  send: () => Promise<FormResult>,
  askToSignIn: () => Promise<boolean>,
): Promise<FormResult> {
  let result = await send();
  if (result.status === "refresh") {
    const { state } = await refreshSession();
    if (state === "refreshed") result = await send();
    if (state !== "ended" && result.status === "refresh") return failed(NOT_CHECKED);
  }
  if (!lacksSession(result)) return result;
  if (!(await askToSignIn())) return failed("Nothing was sent, because you did not sign in again.");
  result = await send();
  return lacksSession(result)
    ? failed("Nothing was sent: the new session was not there. Try again, or load the page anew.")
    : result;
}

const lacksSession = ({ status }: FormResult) => status === "refresh" || status === "signed-out";

const failed = (message: string): FormResult => ({ status: "failed", message });
