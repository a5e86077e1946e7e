"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { strategy } from "@/auth";
import { actingAs, auditBy } from "@/features/audit/audit";
import { endWaiting } from "@/features/move";
import { endFromForm } from "@/lib/accounts/end-sessions";
import { forgetFailures } from "@/lib/accounts/failed-attempts";
import { type Changed, disableUser, enableUser, setRole } from "@/lib/accounts/users";
import { formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { idField } from "@/lib/forms/id-field";
import { requireRole } from "@/lib/session/current";
import { requireRecentSignIn } from "@/lib/session/require-recent";

const authorize = () => requireRole("admin", "/admin");

/** For actions that give or remove access. */
async function authorizeRecent() {
  const admin = await authorize();
  await requireRecentSignIn("/admin");
  return admin;
}

const refusals = {
  gone: "This user no longer exists.",
  "not-admin": "You are no longer an admin.",
};

function toResult(changed: Changed, message: string): FormResult {
  if (changed !== "done") return { status: "failed", message: refusals[changed] };
  refresh();
  return { status: "done", message };
}

export const changeRole = formAction(
  {
    authorize: authorizeRecent,
    schema: z.object({ userId: idField, role: z.enum(["user", "admin"]) }),
  },
  async ({ userId, role }, admin) => {
    // This ensures that there is always at least one admin.
    if (userId === admin.id)
      return { status: "failed", message: "Your own role can only be changed by another admin." };
    return toResult(await setRole(userId, role, await actingAs(admin)), `Now ${role}.`);
  },
);

export const endSessions = formAction(
  { authorize, schema: z.object({ userId: idField, session: z.string().max(100) }) },
  async ({ userId, session }, admin) => {
    if (userId === admin.id)
      return { status: "failed", message: "End your own sessions on your account page." };
    return endFromForm(session, { userId }, admin);
  },
);

export const disable = formAction(
  { authorize: authorizeRecent, schema: z.object({ userId: idField }) },
  async ({ userId }, admin) => {
    if (userId === admin.id)
      return { status: "failed", message: "You can only be disabled by another admin." };
    const changed = await disableUser(userId, await actingAs(admin));
    if (changed === "done") {
      await strategy.revocation?.endAll(userId);
      await endWaiting(strategy, userId);
    }
    return toResult(changed, "Disabled.");
  },
);

export const enable = formAction(
  { authorize: authorizeRecent, schema: z.object({ userId: idField }) },
  async ({ userId }, admin) => {
    await strategy.revocation?.endAll(userId);
    await endWaiting(strategy, userId);
    const changed = await enableUser(userId, await actingAs(admin));
    return toResult(changed, "Enabled.");
  },
);

export const unlock = formAction(
  { authorize: authorizeRecent, schema: z.object({ userId: idField }) },
  async ({ userId }, admin) => {
    await forgetFailures(userId);
    await auditBy(admin, "password-unlocked", { userId });
    refresh();
    return { status: "done", message: "Unlocked." };
  },
);
