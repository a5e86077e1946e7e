// The stores with which a strategy creates the session of an exchange.
import { SignInRefused } from "../../lib/errors";
import type { Run, SessionKey, SessionStore } from "../../lib/session/store/types";
import type { SessionStrategy } from "../../lib/session/strategy";
import type { Claims } from "./claims";

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

/** Deletes no row of a session that has been exchanged for one of another strategy than `running`. */
export function withoutReuse(
  store: SessionStore,
  claims: Claims,
  running: SessionStrategy,
): SessionStore {
  return {
    ...store,
    async remove(key) {
      if ("userId" in key && "id" in key && key.id !== undefined) {
        const { claim } = await claims.find("", { id: key.id, userId: key.userId });
        if (claim && claim.to !== running.name) return [];
      }
      return store.remove(key);
    },
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
