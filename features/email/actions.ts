"use server";
// The forms that need mail and that guests may send. Their guarantees are in docs/security.md.

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { signIn, strategy } from "@/auth";
import { emailField } from "@/lib/accounts/email";
import { rememberBrowser } from "@/lib/accounts/known-browser";
import {
  newPasswordField,
  RESEMBLES_OWNER,
  typedPasswordField,
} from "@/lib/accounts/password-rules";
import { TooManyAttempts } from "@/lib/accounts/sign-in-limit";
import { nameWaysIn } from "@/lib/accounts/ways-in";
import { orUnknown, SignInRefused } from "@/lib/errors";
import { anyone, formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { clientAddress } from "@/lib/http/client-address";
import { getSession } from "@/lib/session/current";
import { endSession } from "@/lib/session/lifecycle";
import { reissueSession } from "@/lib/session/reissue";
import { auditBy } from "../audit/audit";
import { answer } from "./answers";
import { askToMail } from "./ask";
import { sendLink } from "./links";
import { tellOwner } from "./notices";
import { forgetOpenedLink } from "./opened";
import { resetPassword } from "./reset-password";
import { afterAnswer } from "./send";
import { takeSignIn } from "./sign-in";
import { finishSignUp } from "./sign-up";

const token = z.string().max(100);

async function mailLink(
  purpose: "reset-password" | "sign-in",
  email: string,
  page: string,
): Promise<FormResult> {
  const from = await askToMail(purpose, email);
  if (typeof from === "string") return answer(page, from);
  afterAnswer(() => sendLink(purpose, email, from));
  return answer(page, "sent");
}

const addressForm = z.object({ email: emailField });

export const askForReset = formAction(
  { authorize: anyone, schema: addressForm },
  async ({ email }) => mailLink("reset-password", email, "/forgot-password"),
);

export const askForSignIn = formAction(
  { authorize: anyone, schema: addressForm },
  async ({ email }) => mailLink("sign-in", email, "/sign-in-link"),
);

export const resetMyPassword = formAction(
  { authorize: anyone, schema: z.object({ token, password: typedPasswordField }) },
  async ({ token, password: typed }): Promise<FormResult> => {
    const { data: password, error } = newPasswordField.safeParse(typed);
    if (error) return refusePassword(error.issues[0]?.message);
    const request = { headers: await headers(), cookies: await cookies() };
    // Read this browser's session before the reset may end it. Its cookies are deleted below.
    const here = await orUnknown(() => getSession({ passive: true }));
    const options = { strategy, ip: clientAddress(request.headers) };
    const reset = await resetPassword({ token, password }, options);
    if (reset === "resembles-owner") return refusePassword(RESEMBLES_OWNER);
    if (reset === "invalid-link") return answer("/reset-password", "invalid-link");
    await forgetOpenedLink();
    const { id } = reset.user;
    await tellOwner("password-reset", reset.user, async () => {
      const names = await nameWaysIn(id);
      return names ? [`These can still sign in as you: ${names}.`] : [];
    });
    if (here && here !== "unknown" && here.user.id === id)
      await orUnknown(() => endSession(strategy, request));
    if (!reset.ended) return answer("/forgot-password", "unfinished");
    redirect("/reset-password?done=1");
  },
);

async function refusePassword(problem = ""): Promise<FormResult> {
  if (!(await headers()).has("next-action")) redirect("/reset-password?opened=1&problem=password");
  return { status: "invalid", errors: { password: problem } };
}

export const signInByLink = formAction(
  { authorize: anyone, schema: z.object({ token }) },
  async ({ token }): Promise<FormResult> => {
    const ip = clientAddress(await headers());
    const user = await takeSignIn(token, { strategy, ip });
    await forgetOpenedLink();
    if (!user) return answer("/sign-in-link", "invalid-link");
    try {
      const { id } = await reissueSession(user, { short: true, method: "link" });
      await auditBy(user, "signed-in", {
        userId: user.id,
        sessionId: id,
        detail: "by a link in a mail",
      });
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      return answer("/sign-in-link", "refused");
    }
    redirect("/account");
  },
);

export const finishMySignUp = formAction(
  {
    authorize: anyone,
    schema: z.object({ link: z.string().max(4000), password: typedPasswordField }),
  },
  async ({ link, password }): Promise<FormResult> => {
    const request = { headers: await headers(), cookies: await cookies() };
    const again = { opened: "1" };
    let next: string;
    try {
      const made = await finishSignUp({ link, password }, { ip: clientAddress(request.headers) });
      if (typeof made === "string") return answer("/confirm-email", made, again);
      ({ next } = made);
      await forgetOpenedLink();
      await rememberBrowser(made.email, request);
      await signIn("credentials", {
        email: made.email,
        password,
        remember: "false",
        redirect: false,
      });
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      return answer("/confirm-email", "too-many-attempts", again);
    }
    redirect(next);
  },
);
