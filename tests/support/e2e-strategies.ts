import { type StrategyName, strategies, strategyNames } from "../../lib/session/strategies";
import { emptyStores, policy } from "./sessions";

/** The promises of a strategy, which the tests check. */
export interface Traits {
  /** The session cookie's name on http. */
  cookie: string;
  /** The name of the refresh token's cookie, if there is one. */
  refreshCookie?: string;
  /** Whether the server can end a session before it expires. */
  canEnd: boolean;
  /** Whether the server keeps a record of each session. */
  canList: boolean;
  /**
   * Seconds until every request notices an ended session: 0 is the next one, null is not before it expires. Requests
   * that require a role always notice it at once.
   */
  endNoticedWithin: number | null;
  /** Whether a signed-in request fails while the store is down. */
  asksStore: boolean;
  /** Whether the cookie contains the user. Then the next request does not notice a new role or a deleted user. */
  carriesUser: boolean;
  /** The number of SQL statements of a session check. */
  sqlPerRequest: number;
}

function traitsOf(name: StrategyName): Traits {
  const dependencies = { ...emptyStores, policy, clock: Date.now, secrets: ["never used"] };
  const strategy = strategies[name].create(dependencies);
  const { cookies, asksStore, endNoticedWithin, roleNoticedWithin } = strategy;
  return {
    cookie: cookies.session,
    refreshCookie: cookies.refresh ?? undefined,
    canEnd: strategy.revocation !== null,
    canList: strategy.records !== null,
    endNoticedWithin,
    asksStore,
    carriesUser: roleNoticedWithin !== 0,
    sqlPerRequest: asksStore ? 1 : 0,
  };
}

export const traits = Object.fromEntries(
  strategyNames.map((name) => [name, traitsOf(name)]),
) as Record<StrategyName, Traits>;
