"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { strategy } from "@/auth";
import { type AuditEvent, type AuditFacts, audit } from "@/lib/audit";
import { clientAddress } from "@/lib/client-address";
import { formAction } from "@/lib/session/action";
import { requireRole } from "@/lib/session/current";
import type { FormResult } from "@/lib/session/form-result";
import type { SessionUser } from "@/lib/session/strategy";
import { disableUser, enableUser, setRole } from "@/lib/users";

const authorize = () => requireRole("admin", "/admin");
const userId = z.string().min(1).max(64);
const gone: FormResult = { status: "failed", message: "This user does not exist any more." };

export const changeRole = formAction(
  { authorize, schema: z.object({ userId, role: z.enum(["user", "admin"]) }) },
  async ({ userId, role }, admin) => {
    // So that there is always an admin left.
    if (userId === admin.id)
      return { status: "failed", message: "Your own role can only be changed by another admin." };
    if (!(await setRole(userId, role))) return gone;
    await record(admin, "role-changed", { userId, detail: `now ${role}` });
    refresh();
    return { status: "done", message: `Now ${role}.` };
  },
);

export const endSessions = formAction(
  { authorize, schema: z.object({ userId, session: z.string().max(100) }) },
  async ({ userId, session }, admin) => {
    if (!strategy.sessions)
      return { status: "failed", message: "Under this strategy there is no record to end." };
    if (userId === admin.id)
      return { status: "failed", message: "Your own sessions are ended on your account page." };
    const isAll = session === "all";
    const ended = isAll
      ? await strategy.sessions.endAll(userId)
      : Number(await strategy.sessions.end(userId, session));
    refresh();
    if (ended === 0) return { status: "done", message: "It had ended already." };
    const which = isAll ? { detail: `${ended} in all` } : { sessionId: session };
    await record(admin, "session-ended-by-admin", { userId, ...which });
    return { status: "done", message: `Sessions ended: ${ended}.` };
  },
);

export const disable = formAction(
  { authorize, schema: z.object({ userId }) },
  async ({ userId }, admin) => {
    if (userId === admin.id)
      return { status: "failed", message: "You can only be disabled by another admin." };
    if (!(await disableUser(userId, strategy.sessions))) return gone;
    await record(admin, "user-disabled", { userId });
    refresh();
    return { status: "done", message: "Disabled." };
  },
);

export const enable = formAction(
  { authorize, schema: z.object({ userId }) },
  async ({ userId }, admin) => {
    if (!(await enableUser(userId))) return gone;
    await record(admin, "user-enabled", { userId });
    refresh();
    return { status: "done", message: "Enabled." };
  },
);

async function record(admin: SessionUser, event: AuditEvent, facts: AuditFacts): Promise<void> {
  await audit(event, { ...facts, actorId: admin.id, ip: clientAddress(await headers()) });
}
