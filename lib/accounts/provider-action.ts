"use server";

import { z } from "zod";
import { signIn } from "@/auth";
import { askAgain } from "@/lib/authjs/asked-again";
import { formAction } from "@/lib/forms/action";
import { idField } from "@/lib/forms/id-field";
import { rememberField } from "@/lib/forms/remember-field";
import { toLocalPath } from "@/lib/http/redirect";
import { getSession } from "@/lib/session/current";
import { listProviders } from "./providers";

/**
 * Redirects to a provider. For a signed-in user this connects the two accounts. So the page must belong to that user,
 * and a page for guests does nothing if a user has signed in since.
 */
export const goToProvider = formAction(
  {
    authorize: () => getSession({ fresh: true }),
    schema: z.object({
      provider: idField,
      callbackUrl: z.string().optional(),
      // #region postgres
      again: z.string().optional(),
      // #endregion
      remember: rememberField,
    }),
  },
  async (
    {
      provider,
      callbackUrl,
      // #region postgres
      again,
      // #endregion
      remember,
    },
    session,
  ) => {
    if (!listProviders().some(({ id }) => id === provider))
      return { status: "failed", message: "This provider is not set up here any more." };
    const choice = session ? "keep" : remember;
    const redirectTo = toLocalPath(callbackUrl, "/account");
    // #region postgres
    if (again) return signIn(provider, { redirectTo, remember: choice }, askAgain(provider));
    // #endregion
    return signIn(provider, { redirectTo, remember: choice });
  },
);
