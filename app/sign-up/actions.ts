"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn } from "@/auth";
import { createUser, signUpForm } from "@/lib/credentials";
import { toLocalPath } from "@/lib/redirect";
import { anyone, formAction } from "@/lib/session/action";

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
