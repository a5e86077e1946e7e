import "server-only";
import { redirect } from "next/navigation";
import { strategy } from "@/auth";
import { signedInRecently } from "../accounts/recent-sign-in";
import { requireSession } from "./current";
import { RECENT } from "./recent";
import type { Session } from "./strategy";

/** The URL that asks a signed-in user to sign in again, and then redirects to `returnTo`. */
export const signInAgainPath = (returnTo: string): string =>
  `/sign-in?${new URLSearchParams({ again: "true", callbackUrl: returnTo })}`;

const raised = new WeakSet<object>();

/** Whether `error` is the redirect of `requireRecentSignIn`. lib/forms/action.ts asks on the same page instead. */
export const isSignInAgain = (error: unknown): boolean =>
  typeof error === "object" && error !== null && raised.has(error);

/**
 * The session of a user who signed in `within` this many seconds (ASVS 7.5.1). Everyone else is redirected to the sign-in
 * page, and from there to `returnTo`. In a form's `authorize`, useFormAction asks on the same page instead, and then
 * sends what was typed. Throws StoreUnavailable.
 */
export async function requireRecentSignIn(
  returnTo: string,
  { within = RECENT }: { within?: number } = {},
): Promise<Session> {
  const session = await requireSession(returnTo, { fresh: true });
  if (await signedInRecently(strategy, session, { within })) return session;
  try {
    redirect(signInAgainPath(returnTo));
  } catch (error) {
    raised.add(error as object);
    throw error;
  }
}
