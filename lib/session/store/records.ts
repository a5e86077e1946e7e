import { liveAfter, type SessionPolicy } from "../policy";
import type { Revocation, Session, SessionRecords } from "../strategy";
import type { SessionRow, SessionStore } from "./types";

/** For strategies that keep a row of each session. */
export function createRevocation(store: SessionStore): Revocation {
  return {
    async end(userId, id) {
      // Postgres refuses text with a NUL, so no row has such an id.
      if (id.includes("\0")) return false;
      return (await store.remove({ userId, id })).length > 0;
    },
    async endAll(userId, exceptId) {
      return (await store.remove({ userId, exceptId })).length;
    },
  };
}

/** The most sessions in one list. */
export const LONGEST_LIST = 100;

/** For strategies that keep a row of each session. */
export function createRecords(
  store: SessionStore,
  policy: SessionPolicy,
  clock: () => number,
): SessionRecords {
  return {
    async list(userId, { take = LONGEST_LIST, ...page } = {}) {
      const now = clock();
      return store.list(userId, now, { ...page, take, after: liveAfter(policy, now) });
    },
  };
}

/** Without the columns that only the table needs. */
export function toSession(row: SessionRow): Session {
  const { id, user, authTime, renewedAt, expires, short, method } = row;
  return {
    ...{ id, user, authTime, renewedAt, expires },
    ...(short && { short }),
    ...(method && { method }),
  };
}
