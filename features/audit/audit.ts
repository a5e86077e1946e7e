// The audit trail (ASVS 16.2, 16.3): who signed in or failed to, what ended a session, who changed what.
// Events never contain a token, a password, a hash of one, or form input. Follow this rule when you add an event.
import "server-only";
import { headers } from "next/headers";
import type { AuditEvent as StoredEvent } from "@/generated/prisma/client";
import type { Actor } from "../../lib/accounts/users";
import { askDatabase, askPool } from "../../lib/database/client";
import { env } from "../../lib/env";
import { clientAddress } from "../../lib/http/client-address";
import { log } from "../../lib/log";
import { countMetric } from "../telemetry/observe";

/** All events, with their texts on the admin page. */
export const auditEvents = {
  "signed-in": "Signed in",
  "sign-in-failed": "Sign-in failed",
  "signed-out": "Signed out",
  // #region keep
  "session-moved": "Session moved to another strategy",
  // #endregion
  "session-ended-by-user": "Session ended by the user",
  "session-ended-by-admin": "Session ended by an admin",
  "session-ended-by-new-sign-in": "Session ended by a new sign-in in the same browser",
  "session-ended-by-device-limit": "Session ended by the device limit",
  "session-ended-by-token-reuse": "Session ended: a refresh token was used twice",
  "session-ended-by-password-change": "Session ended by a password change",
  // #region provider-logout
  "session-ended-by-provider": "Session ended: the provider has signed the user out",
  // #endregion
  // #region email
  "session-ended-by-password-reset": "Session ended by a password reset",
  "password-reset": "Password reset",
  "email-link-made": "Link made, to be sent by email",
  "email-confirmed": "Email address confirmed",
  "email-changed": "Email address changed",
  // #endregion
  // #region passkeys
  "passkey-added": "Passkey added",
  "passkey-removed": "Passkey removed",
  // #endregion
  "role-changed": "Role changed",
  "password-changed": "Password changed",
  "password-locked": "Password locked: too many wrong ones in a row",
  "password-unlocked": "Password unlocked by an admin",
  "account-connected": "Account at a provider connected",
  "account-disconnected": "Account at a provider disconnected",
  "account-deleted": "Account deleted by the user",
  "user-disabled": "User disabled",
  "user-enabled": "User enabled",
} as const;

export type AuditEvent = keyof typeof auditEvents;

export interface AuditFacts {
  /** The user that the event is about. */
  userId?: string;
  /** The user who did it. Absent if the server did it automatically, or if the user is unknown. */
  actorId?: string;
  sessionId?: string;
  ip?: string;
  /** A short fixed text, never input from the client. */
  detail?: string;
}

/** Milliseconds. */
const TIMEOUT = 1_000;

/**
 * Records an event in the database. If that fails, or without a database, it goes to the log: one line of JSON after
 * `[audit]`. Never throws, and waits for one second at most, so that it cannot break the operation that it reports. If
 * writing takes longer, it continues in the background.
 */
export async function audit(event: AuditEvent, facts: AuditFacts): Promise<void> {
  countMetric("audit.events", { event });
  const entry = { at: new Date(), event, ...facts };
  if (!env.DATABASE_URL) return writeToLog(entry);
  const timeUp = new Promise<void>((resolve) => setTimeout(resolve, TIMEOUT).unref());
  await Promise.race([store(entry), timeUp]);
}

async function store(entry: AuditFacts & { at: Date; event: AuditEvent }): Promise<void> {
  try {
    await askDatabase(({ prisma }) =>
      prisma.auditEvent.create({ data: entry, select: { id: true } }),
    );
  } catch (error) {
    writeToLog({ ...entry, notStored: (error as Error).message });
  }
}

/** The user who sent the current request, with their address. */
export async function actingAs({ id }: { id: string }): Promise<Actor> {
  return { id, ip: clientAddress(await headers()) };
}

/** Records what `actor` did in the current request. */
export async function auditBy(
  actor: { id: string },
  event: AuditEvent,
  facts: Omit<AuditFacts, "actorId" | "ip">,
): Promise<void> {
  const { id: actorId, ip } = await actingAs(actor);
  await audit(event, { ...facts, actorId, ip });
}

function writeToLog(entry: object): void {
  log.info("[audit]", entry);
}

export const AUDIT_PAGE = 50;

/**
 * Newest first, a page at a time: `before` is the `next` of the page before. Plain SQL: with Prisma's cursor, Postgres
 * reads all events of the pages before.
 */
export async function listAuditEvents({ userId, before }: { userId?: string; before?: string }) {
  // Postgres refuses text with a NUL in it.
  if (`${userId}${before}`.includes("\0")) return { events: [], next: undefined };
  const values: unknown[] = [AUDIT_PAGE + 1];
  const place = (value: string) => `$${values.push(value)}`;
  const conditions = [
    userId && `"userId" = ${place(userId)}`,
    before && `(at, id) < (SELECT at, id FROM "AuditEvent" WHERE id = ${place(before)})`,
  ];
  const text = `SELECT * FROM "AuditEvent" WHERE ${conditions.filter(Boolean).join(" AND ") || "true"}
    ORDER BY at DESC, id DESC LIMIT $1`;
  const { rows: found } = await askPool((pool) => pool.query<StoredEvent>(text, values));
  const events = found.slice(0, AUDIT_PAGE);
  return { events, next: found.length > AUDIT_PAGE ? events.at(-1)?.id : undefined };
}
