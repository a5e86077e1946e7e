// The audit trail (ASVS 16.2, 16.3): who signed in or failed to, what ended a session, who changed what.
// Never a token, a password, a hash of one, or what was typed into a form: to add an event, keep to that.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { headers } from "next/headers";
import { askDatabase } from "../../lib/database/client";
import { env } from "../../lib/env";
import { clientAddress } from "../../lib/http/client-address";
import { log } from "../../lib/log";

/** All that is recorded, in the words of the admin page. */
export const auditEvents = {
  "signed-in": "Signed in",
  "sign-in-failed": "Sign-in failed",
  "signed-out": "Signed out",
  "session-ended-by-user": "Session ended by the user",
  "session-ended-by-admin": "Session ended by an admin",
  "session-ended-by-new-sign-in": "Session ended by a new sign-in in the same browser",
  "session-ended-by-device-limit": "Session ended by the device limit",
  "session-ended-by-token-reuse": "Session ended: a refresh token was used twice",
  "session-ended-by-password-change": "Session ended by a password change",
  "role-changed": "Role changed",
  "password-changed": "Password changed",
  "password-locked": "Password locked: too many wrong ones in a row",
  "password-unlocked": "Password unlocked by an admin",
  "account-connected": "Account at a provider connected",
  "account-disconnected": "Account at a provider disconnected",
  "user-disabled": "User disabled",
  "user-enabled": "User enabled",
} as const;

export type AuditEvent = keyof typeof auditEvents;

export interface AuditFacts {
  /** Whom it is about. */
  userId?: string;
  /** Who did it: absent when the server did, by a rule, or when nobody knows. */
  actorId?: string;
  sessionId?: string;
  ip?: string;
  /** A few words of our own, never of the client's. */
  detail?: string;
}

/** Milliseconds. */
const PATIENCE = 1_000;

/**
 * Writes it down, in the database or, where there is none to be had, in the log: one line of JSON after
 * `[audit]`. It never throws and waits for a second at most, so that it cannot break what it reports. What
 * takes longer is written down, or logged, afterwards.
 */
export async function audit(event: AuditEvent, facts: AuditFacts): Promise<void> {
  const entry = { at: new Date(), event, ...facts };
  if (!env.DATABASE_URL) return writeToLog(entry);
  await Promise.race([store(entry), sleep(PATIENCE, undefined, { ref: false })]);
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

/** Someone who does what is written down, and from where. */
export type Actor = Required<Pick<AuditFacts, "actorId">> & Pick<AuditFacts, "ip">;

/** Whoever sent the request at hand. */
export async function actingAs({ id }: { id: string }): Promise<Actor> {
  return { actorId: id, ip: clientAddress(await headers()) };
}

/** Writes down what `actor` did with the request at hand. */
export async function auditBy(
  actor: { id: string },
  event: AuditEvent,
  facts: Omit<AuditFacts, keyof Actor>,
): Promise<void> {
  await audit(event, { ...facts, ...(await actingAs(actor)) });
}

function writeToLog(entry: object): void {
  log.info("[audit]", entry);
}

export const AUDIT_PAGE = 50;

/** Newest first, a page at a time: `before` is the `next` of the page before. */
export async function listAuditEvents({ userId, before }: { userId?: string; before?: string }) {
  // Postgres refuses text with a NUL in it.
  if (userId?.includes("\0")) return { events: [], next: undefined };
  const found = await askDatabase(({ prisma }) =>
    prisma.auditEvent.findMany({
      where: { userId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: AUDIT_PAGE + 1,
      ...(before && { cursor: { id: before }, skip: 1 }),
    }),
  );
  const events = found.slice(0, AUDIT_PAGE);
  return { events, next: found.length > AUDIT_PAGE ? events.at(-1)?.id : undefined };
}
