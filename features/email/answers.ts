// The messages of the mail pages after a form was sent. With JavaScript the form shows the message. Without JavaScript
// the page is loaded again with `?said=CODE`, because Next.js then loses the result of an action
// (vercel/next.js#97784).
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { FormResult } from "../../lib/forms/form-result";

const answers = {
  sent: [
    "done",
    "If an account has this address, a mail is on its way to it. It can take a minute. Look into the folder for unwanted mail, too.",
  ],
  "sign-up": [
    "done",
    "A mail is on its way to this address. Open its link to finish signing up. It can take a minute. Look into the folder for unwanted mail, too.",
  ],
  change: [
    "done",
    "A mail is on its way to the new address. Yours changes when you confirm it there.",
  ],
  "too-many": [
    "failed",
    "Too many mails were asked for, for this address or from your network. The links that were sent go on working. Try again in an hour.",
  ],
  off: ["failed", "Mail is not set up on this server, so nothing was sent."],
  "no-address": [
    "failed",
    "This server does not know its own address, so it cannot send links. Whoever runs it has to set AUTH_URL.",
  ],
  "invalid-link": ["failed", "This link was used before, or it has expired. Ask for a new one."],
  "wrong-password": ["failed", "This is not the password that you chose when you signed up."],
  "too-many-attempts": ["failed", "Too many wrong passwords. Wait 15 minutes, then try again."],
  "other-user": [
    "failed",
    "Nothing was confirmed: the account that asked for this link is not signed in here. Sign in to it, then open the link again.",
  ],
  taken: [
    "failed",
    "There is an account with this address by now. Sign in with it, or reset its password.",
  ],
  refused: ["failed", "This account may not sign in. Ask whoever runs this site."],
  unfinished: [
    "failed",
    "Your password is changed. But the database gave no answer then, so your sessions may go on. Sign in, and end them on your account page.",
  ],
} as const;

export type Said = keyof typeof answers;

/** The message for `?said=`, or null. */
export function toAnswer(said: unknown): FormResult | null {
  if (!Object.hasOwn(answers, String(said))) return null;
  const [status, message] = answers[String(said) as Said];
  return { status, message };
}

/** The answer to a form of the page `path`. `query` has further parameters for the reload of the page. */
export async function answer(
  path: string,
  said: Said,
  query: Record<string, string> = {},
): Promise<FormResult> {
  if (!(await headers()).has("next-action"))
    redirect(`${path}?${new URLSearchParams({ ...query, said })}`);
  return toAnswer(said) ?? { status: "idle" };
}
