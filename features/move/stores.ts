// The stores with which a strategy creates the session of an exchange.
import { SignInRefused } from "../../lib/errors";
import type { Run, SessionKey, SessionStore } from "../../lib/session/store/types";

/**
 * Inserts the row together with the claim, and in place of `old`, if the session had a row. Throws SignInRefused when
 * that row has gone since it was read: the session was ended, or another request was faster.
 */
export function withClaim(
  store: SessionStore,
  old: SessionKey | undefined,
  take: (run: Run) => Promise<void>,
): SessionStore {
  return {
    ...store,
    insert: (row, options) =>
      store.insert(row, {
        ...options,
        replaces: old,
        async before(run, replaced) {
          await take(run);
          if (old && replaced.length === 0) throw new SignInRefused("ended meanwhile");
        },
      }),
  };
}

/** Inserts nothing, and accepts only the existing row. */
export function onlyStanding(store: SessionStore): SessionStore {
  return {
    ...store,
    async insert({ id, tokenHash }) {
      const row = await store.find({ id });
      if (row?.tokenHash !== tokenHash) throw new SignInRefused("ended meanwhile");
      return { replaced: [], evicted: [] };
    },
  };
}
