// The sessions of a user, page by page: the cost does not depend on the number of sessions.
import "server-only";
import type { SessionRecords } from "../session/strategy";

export const SESSIONS_PAGE = 20;

/** Newest first. `before` is the `next` of the page before, from the URL: any other value is ignored. */
export async function listSessions(records: SessionRecords, userId: string, before: unknown) {
  const [, authTime, id] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(String(before)) ?? [];
  const found = await records.list(userId, {
    take: SESSIONS_PAGE + 1,
    before: authTime && id ? { authTime: Number(authTime), id } : undefined,
  });
  const sessions = found.slice(0, SESSIONS_PAGE);
  const last = found.length > SESSIONS_PAGE ? sessions.at(-1) : undefined;
  return { sessions, next: last && `${last.authTime}.${last.id}` };
}
