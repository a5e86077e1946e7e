"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { CredentialsSignin } from "next-auth";
import { z } from "zod";
import { signIn } from "@/auth";
import { explainError } from "@/lib/accounts/sign-in-errors";
import { AccessDenied } from "@/lib/authjs/handlers";
import { findStoreUnavailable } from "@/lib/errors";
import { anyone, formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { toLocalPath } from "@/lib/http/redirect";

const signInForm = z.object({
  email: z.string().trim().min(1, "Enter your email address."),
  password: z.string().min(1, "Enter your password."),
  callbackUrl: z.string().optional(),
});

export const signInWithPassword = formAction(
  { authorize: anyone, schema: signInForm },
  async ({ email, password, callbackUrl }) => {
    const continueTo = toLocalPath(callbackUrl, "/account");
    try {
      await signIn("credentials", { email, password, redirect: false });
    } catch (error) {
      return toResult(error, continueTo);
    }
    redirect(continueTo);
  },
);

async function toResult(error: unknown, callbackUrl: string): Promise<FormResult> {
  const reason = toReason(error);
  if (!reason) throw error;
  // Sent without JavaScript: Next.js then loses what the action returns (vercel/next.js#97784).
  if (!(await headers()).has("next-action"))
    redirect(`/sign-in?${new URLSearchParams({ ...reason, callbackUrl })}`);
  const { title, remedy } = explainError(reason.error, reason.code);
  return { status: "failed", message: `${title} ${remedy}` };
}

/** In the terms of Auth.js's `?error=…&code=…`. Says the same whether the account exists or not. */
function toReason(error: unknown): { error: string; code: string } | null {
  if (error instanceof CredentialsSignin) return { error: error.type, code: error.code };
  // Said to those alone who know the password.
  if (error instanceof AccessDenied) return { error: AccessDenied.type, code: "" };
  return findStoreUnavailable(error) && { error: "Unavailable", code: "" };
}
