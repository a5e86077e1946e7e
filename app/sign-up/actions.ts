"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn } from "@/auth";
import { createUser, signUpForm } from "@/lib/accounts/credentials";
import { anyone, formAction } from "@/lib/forms/action";
import { toLocalPath } from "@/lib/http/redirect";

export const signUp = formAction(
  {
    authorize: anyone,
    schema: signUpForm.extend({ callbackUrl: z.string().optional() }),
  },
  async ({ callbackUrl, ...account }) => {
    const user = await createUser(account);
    if (!user)
      return {
        status: "invalid",
        errors: { email: "This email has an account already. Sign in instead." },
      };
    await signIn("credentials", {
      email: account.email,
      password: account.password,
      redirect: false,
    });
    redirect(toLocalPath(callbackUrl, "/account"));
  },
);
