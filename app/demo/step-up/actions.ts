"use server";

import { z } from "zod";
import { requireDemo } from "@/app/demo/shared/gate";
import { formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { requireRecentSignIn } from "@/lib/session/require-recent";
import { WITHIN } from "./within";

const release = formAction(
  {
    authorize: () => requireRecentSignIn("/demo/step-up", { within: WITHIN }),
    schema: z.object({ reason: z.string().trim().min(1, "Say why.").max(200) }),
  },
  async ({ reason }, { authTime }) => ({
    status: "done",
    message: `Released, because of “${reason}”. You had signed in ${Math.round((Date.now() - authTime) / 1000)} s before.`,
  }),
);

/** Releases no payment. It only returns what it received. */
export async function releasePayment(previous: FormResult, form: FormData): Promise<FormResult> {
  await requireDemo();
  return release(previous, form);
}
