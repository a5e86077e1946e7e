import { isLive, type SessionPolicy } from "../policy";
import type { Session, SessionRecords } from "../strategy";
import type { SessionRow, SessionStore } from "./types";

/** The sessions on record, for strategies that keep a row of each. */
export function sessionRecords(
  store: SessionStore,
  policy: SessionPolicy,
  clock: () => number,
): SessionRecords {
  return {
    async list(userId) {
      const now = clock();
      return (await store.list(userId, now)).filter((record) => isLive(policy, record, now));
    },
    async end(userId, id) {
      // Postgres refuses text with a NUL in it: no row has such an id.
      if (id.includes("\0")) return false;
      return (await store.remove({ userId, id })).length > 0;
    },
    async endAll(userId, exceptId) {
      return (await store.remove({ userId, exceptId })).length;
    },
  };
}

/** Without what is only the table's. */
export function toSession({ id, user, authTime, renewedAt, expires }: SessionRow): Session {
  return { id, user, authTime, renewedAt, expires };
}
