"use server";

import { signIn } from "@/auth";
import { toLocalPath } from "@/lib/http/redirect";
import { listProviders } from "./providers";

/** Starts the trip to a provider. For someone who is signed in, it ends with the two accounts connected. */
export async function goToProvider(form: FormData): Promise<void> {
  const provider = listProviders().find(({ id }) => id === form.get("provider"));
  const redirectTo = toLocalPath(form.get("callbackUrl"), "/account");
  await signIn(provider?.id, { redirectTo });
}
