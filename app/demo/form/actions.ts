"use server";

import { createHash } from "node:crypto";
import { z } from "zod";
import { requireDemo } from "@/app/demo/shared/gate";
import { formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { requireSession } from "@/lib/session/current";

const report = z.object({
  title: z.string().trim().min(1, "Give it a title.").max(200),
  story: z.string().trim().min(1, "Write a sentence or two.").max(20_000),
  kind: z.enum(["incident", "expense", "idea"]),
  urgent: z.literal("on").optional(),
  file: z.file().optional(),
});

const send = formAction(
  { authorize: () => requireSession("/demo/form", { fresh: true }), schema: report },
  async ({ title, story, kind, urgent, file }, { user }) => ({
    status: "done",
    message: [
      `Arrived from ${user.email ?? user.id}: “${title}”, ${kind}${urgent ? ", urgent" : ""},`,
      `${story.length} characters of text`,
      file?.size
        ? `and ${file.name}, ${file.size} bytes, SHA-256 ${await digest(file)}.`
        : "and no file.",
    ].join(" "),
  }),
);

/** Stores nothing. It returns what it received, so that the user can compare it with the input. */
export async function sendReport(previous: FormResult, form: FormData): Promise<FormResult> {
  await requireDemo();
  return send(previous, form);
}

async function digest(file: File): Promise<string> {
  return createHash("sha256")
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest("hex");
}
