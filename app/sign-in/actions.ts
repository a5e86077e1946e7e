"use server";

import { redirect } from "next/navigation";
import { CredentialsSignin } from "next-auth";
import { z } from "zod";
import { signIn } from "@/auth";
import { explainError } from "@/lib/accounts/sign-in-errors";
import { AccessDenied } from "@/lib/authjs/handlers";
import { findStoreUnavailable } from "@/lib/errors";
import { anyone, formAction, isSentByScript, staysOpen } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { rememberField } from "@/lib/forms/remember-field";
import { arrivalPath, toLocalPath } from "@/lib/http/redirect";

const signInForm = z.object({
  email: z.string().trim().min(1, "Enter your email address."),
  password: z.string().min(1, "Enter your password."),
  remember: rememberField,
  callbackUrl: z.string().optional(),
});

export const signInWithPassword = formAction(
  { authorize: anyone, schema: signInForm },
  async ({ email, password, remember, callbackUrl }) => {
    const continueTo = toLocalPath(callbackUrl, "/account");
    try {
      await signIn("credentials", { email, password, remember, redirect: false });
    } catch (error) {
      return toResult(error, continueTo);
    }
    // A script checks whether the cookie was kept (lib/browser/kept.ts). Without JavaScript, the sign-in page does.
    redirect((await staysOpen()) ? continueTo : arrivalPath(continueTo));
  },
);

async function toResult(error: unknown, callbackUrl: string): Promise<FormResult> {
  const reason = toReason(error);
  if (!reason) throw error;
  // Sent without JavaScript: Next.js then loses what the action returns (vercel/next.js#97784).
  if (!(await isSentByScript()))
    redirect(`/sign-in?${new URLSearchParams({ ...reason, callbackUrl })}`);
  const { title, remedy } = explainError(reason.error, reason.code);
  return { status: "failed", message: `${title} ${remedy}` };
}

/** The format of Auth.js's `?error=…&code=…`. The message is the same whether the account exists or not. */
function toReason(error: unknown): { error: string; code: string } | null {
  if (error instanceof CredentialsSignin) return { error: error.type, code: error.code };
  // Only shown to someone who knows the password.
  if (error instanceof AccessDenied) return { error: AccessDenied.type, code: "" };
  return findStoreUnavailable(error) && { error: "Unavailable", code: "" };
}
