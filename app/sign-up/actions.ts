"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn } from "@/auth";
import { createUser, signUpForm } from "@/lib/accounts/credentials";
import { rememberBrowser } from "@/lib/accounts/known-browser";
import { RESEMBLES_OWNER, resemblesOwner } from "@/lib/accounts/password-rules";
import { maySignUp } from "@/lib/accounts/sign-up-limit";
import { findStoreUnavailable } from "@/lib/errors";
import { anyone, formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { clientAddress } from "@/lib/http/client-address";
import { toLocalPath } from "@/lib/http/redirect";

const TOO_MANY =
  "Too many accounts have been made from your network. Nothing is lost: try again in 15 minutes.";
const CREATED =
  "Your account is created, but we could not sign you in just now. Sign in with it in a moment.";

export const signUp = formAction(
  {
    authorize: anyone,
    schema: signUpForm.extend({ callbackUrl: z.string().optional() }),
  },
  async ({ callbackUrl, ...account }): Promise<FormResult> => {
    const request = { headers: await headers(), cookies: await cookies() };
    const { name, email, password } = account;
    if (resemblesOwner(password, name, email))
      return { status: "invalid", errors: { password: RESEMBLES_OWNER } };
    if (!(await maySignUp(clientAddress(request.headers))))
      return { status: "failed", message: TOO_MANY };
    const user = await createUser(account);
    if (!user)
      return {
        status: "invalid",
        errors: { email: "This email has an account already. Sign in instead." },
      };
    // Whatever others have done from the same address: the password of this browser's user is not wrong.
    await rememberBrowser(email, request);
    try {
      await signIn("credentials", { email, password, redirect: false });
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      return { status: "failed", message: CREATED };
    }
    redirect(toLocalPath(callbackUrl, "/account"));
  },
);
