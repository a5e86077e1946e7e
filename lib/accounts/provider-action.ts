"use server";

import { z } from "zod";
import { signIn } from "@/auth";
import { formAction } from "@/lib/forms/action";
import { idField } from "@/lib/forms/id-field";
import { toLocalPath } from "@/lib/http/redirect";
import { getSession } from "@/lib/session/current";
import { listProviders } from "./providers";

/**
 * Starts the trip to a provider. For someone who is signed in, it ends with the two accounts connected: so the page has
 * to be theirs, and a page for guests starts nothing for someone who has signed in since.
 */
export const goToProvider = formAction(
  {
    authorize: () => getSession({ fresh: true }),
    schema: z.object({
      provider: idField,
      callbackUrl: z.string().optional(),
      again: z.string().optional(),
    }),
  },
  async ({ provider, callbackUrl, again }) => {
    if (!listProviders().some(({ id }) => id === provider))
      return { status: "failed", message: "This provider is not set up here any more." };
    // OpenID Connect Core 3.1.2.1. Providers that do not know it ignore it.
    const parameters = again ? { max_age: "0" } : undefined;
    return signIn(provider, { redirectTo: toLocalPath(callbackUrl, "/account") }, parameters);
  },
);
