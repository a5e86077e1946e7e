import { isLive, type SessionPolicy } from "./policy";
import type { SessionDescription, SessionRecords, SessionRow, SessionStore } from "./strategy";

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

/** A row for people to look at, without the hash of its token. */
export function toStored(row: SessionRow | null): SessionDescription["stored"] {
  if (!row) return null;
  const { tokenHash, ...shown } = row;
  return shown;
}
