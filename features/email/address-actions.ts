"use server";
// Confirming and changing the address of an account.

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { strategy } from "@/auth";
import { emailField } from "@/lib/accounts/email";
import { anyone, formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { clientAddress } from "@/lib/http/client-address";
import { sessionCookies } from "@/lib/session/cookie";
import { getSession, requireSession } from "@/lib/session/current";
import { requireRecentSignIn } from "@/lib/session/require-recent";
import { confirmEmail } from "./address";
import { answer } from "./answers";
import { askToMail } from "./ask";
import { sendChangeLink, sendLink } from "./links";
import { tellOwner } from "./notices";
import { forgetOpenedLink } from "./opened";
import { afterAnswer } from "./send";

const authorize = () => requireSession("/account", { fresh: true });

/** Sends the link that confirms my address again. */
export const askToConfirm = formAction(
  { authorize, schema: z.object({}) },
  async (_, { user: { email } }): Promise<FormResult> => {
    if (!email) return { status: "failed", message: "Your account has no email address." };
    const from = await askToMail("verify-email", email);
    if (typeof from === "string") return answer("/account", from);
    afterAnswer(() => sendLink("verify-email", email, from));
    return answer("/account", "sent");
  },
);

/** Needs a recent sign-in: whoever controls the address can reset the password (ASVS 7.5.1). */
export const changeMyEmail = formAction(
  {
    authorize: () => requireRecentSignIn("/account"),
    schema: z.object({ newEmail: emailField }),
  },
  async ({ newEmail }, { user }): Promise<FormResult> => {
    if (newEmail === user.email)
      return { status: "invalid", errors: { newEmail: "This is your address already." } };
    const from = await askToMail("change-email", newEmail);
    if (typeof from === "string") return answer("/account", from);
    afterAnswer(() => sendChangeLink(user.id, newEmail, from));
    await tellOwner("email-changing", user);
    return answer("/account", "change");
  },
);

export const confirmMyEmail = formAction(
  {
    authorize: anyone,
    schema: z.object({ token: z.string().max(100), change: z.string().optional() }),
  },
  async ({ token, change }): Promise<FormResult> => {
    const request = { headers: await headers(), cookies: await cookies() };
    const purpose = change ? "change-email" : "verify-email";
    const session = await getSession({ fresh: true });
    const options = { by: session?.user.id, ip: clientAddress(request.headers) };
    const confirmed = await confirmEmail(purpose, token, options);
    if (confirmed === "other-user") return answer("/confirm-email", "other-user", { opened: "1" });
    await forgetOpenedLink();
    if (!confirmed) return answer("/confirm-email", "invalid-link");
    if (confirmed === "taken") return answer("/confirm-email", "taken");
    await tellOwner("email-changed", { email: confirmed.before });
    const held = sessionCookies(strategy, request);
    // The cookie may contain the old address.
    const updated = held.cookie ? await strategy.update(held.cookie) : null;
    if (updated) held.set({ cookie: updated.cookie });
    redirect("/confirm-email?done=1");
  },
);
