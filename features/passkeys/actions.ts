"use server";
// Adding, naming and removing passkeys on the account page.

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { idField } from "@/lib/forms/id-field";
import { requireSession } from "@/lib/session/current";
import { requireRecentSignIn } from "@/lib/session/require-recent";
import { auditBy } from "../audit/audit";
import { tellOwner } from "../email/notices";
import { type Added, finishAdding, startAdding } from "./add";
import { siteFor } from "./site";
import { MOST_PASSKEYS, removePasskey, renamePasskey } from "./table";

const nameField = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^\P{Cc}*$/u, "Use one line, without control characters.");

/** A stranger at an unlocked browser must not be able to add their own passkey (ASVS 7.5.1). */
const authorizeRecent = () => requireRecentSignIn("/account");

const OFF: FormResult = {
  status: "failed",
  message:
    "This server does not know its own address, so it cannot add passkeys. Whoever runs it has to set AUTH_URL.",
};

/** First step: returns `options`, with which the browser creates a new passkey. */
export const beginAdding = formAction(
  { authorize: authorizeRecent, schema: z.object({ name: nameField }) },
  async (_, session): Promise<FormResult> => {
    const site = siteFor(await headers());
    return site ? { status: "idle", options: await startAdding(session, site) } : OFF;
  },
);

const problems: Record<Exclude<Added, "done">, string> = {
  expired: "That took too long, or was sent already. Try again.",
  refused: "The passkey was not accepted. Try again, or use another device.",
  "too-many": `You have ${MOST_PASSKEYS} passkeys, the maximum. Remove one first.`,
  taken: "This passkey was added before.",
};

/** Second step: `answer` is the authenticator's answer as JSON. */
export const addMyPasskey = formAction(
  {
    authorize: authorizeRecent,
    schema: z.object({ name: nameField, answer: z.string().max(64 * 1024) }),
  },
  async ({ name, answer }, session): Promise<FormResult> => {
    const site = siteFor(await headers());
    if (!site) return OFF;
    const added = await finishAdding(session, { name, answer: parse(answer) }, site);
    if (added !== "done") return { status: "failed", message: problems[added] };
    await auditBy(session.user, "passkey-added", {
      userId: session.user.id,
      sessionId: session.id,
    });
    await tellOwner("passkey-added", session.user);
    refresh();
    return { status: "done", message: "The passkey was added. You can sign in with it now." };
  },
);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const renameMyPasskey = formAction(
  {
    authorize: () => requireSession("/account", { fresh: true }),
    schema: z.object({ id: idField.max(1364), name: nameField }),
  },
  async ({ id, name }, { user }): Promise<FormResult> => {
    if (!(await renamePasskey(user.id, id, name)))
      return { status: "failed", message: "This passkey was removed." };
    refresh();
    return { status: "done", message: "It is renamed." };
  },
);

export const removeMyPasskey = formAction(
  { authorize: authorizeRecent, schema: z.object({ id: z.string().max(1364) }) },
  async ({ id }, { id: sessionId, user }): Promise<FormResult> => {
    const removed = await removePasskey(user.id, id);
    if (removed === "last-way-in")
      return {
        status: "failed",
        message: "You have no other way to sign in. Add another passkey first.",
      };
    if (removed === "done") {
      await auditBy(user, "passkey-removed", { userId: user.id, sessionId });
      await tellOwner("passkey-removed", user);
    }
    refresh();
    return {
      status: "done",
      message: "The passkey was removed here. Your device may still offer it: delete it there too.",
    };
  },
);
