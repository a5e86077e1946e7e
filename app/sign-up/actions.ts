"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn } from "@/auth";
import { startSignUpByEmail } from "@/features/email/start-sign-up";
import { createUser, signUpForm } from "@/lib/accounts/credentials";
import { rememberBrowser } from "@/lib/accounts/known-browser";
import { RESEMBLES_OWNER, resemblesOwner } from "@/lib/accounts/password-rules";
import { maySignUp } from "@/lib/accounts/sign-up-limit";
import { findStoreUnavailable } from "@/lib/errors";
import { anyone, formAction, staysOpen } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { rememberField } from "@/lib/forms/remember-field";
import { clientAddress } from "@/lib/http/client-address";
import { arrivalPath, toLocalPath } from "@/lib/http/redirect";

const TOO_MANY =
  "Too many accounts were created from your network. Try again in 15 minutes. What you typed is kept.";
const CREATED =
  "Your account is created, but we could not sign you in just now. Sign in with it in a moment.";

export const signUp = formAction(
  {
    authorize: anyone,
    schema: signUpForm.extend({ remember: rememberField, callbackUrl: z.string().optional() }),
  },
  async ({ callbackUrl, remember, ...account }): Promise<FormResult> => {
    const request = { headers: await headers(), cookies: await cookies() };
    const { name, email, password } = account;
    if (resemblesOwner(password, name, email))
      return { status: "invalid", errors: { password: RESEMBLES_OWNER } };
    if (!(await maySignUp(clientAddress(request.headers))))
      return { status: "failed", message: TOO_MANY };
    const started = await startSignUpByEmail(account, callbackUrl);
    if (started) return started;
    const user = await createUser(account);
    if (!user)
      return {
        status: "invalid",
        errors: { email: "This email has an account already. Sign in instead." },
      };
    // This browser's user knows the password, so the limit of the shared address does not apply.
    await rememberBrowser(email, request);
    try {
      await signIn("credentials", { email, password, remember, redirect: false });
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      return { status: "failed", message: CREATED };
    }
    const continueTo = toLocalPath(callbackUrl, "/account");
    redirect((await staysOpen()) ? continueTo : arrivalPath(continueTo));
  },
);
