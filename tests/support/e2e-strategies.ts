import type { StrategyName } from "../../lib/env-schema";

/** What the contract says of each strategy, for the tests to hold it to. */
export const traits: Record<StrategyName, Traits> = {
  jwt: {
    cookie: "jwt.session-token",
    canRevoke: false,
    needsDatabase: false,
    readsRoleEachTime: false,
    sqlPerRequest: 0,
  },
  database: {
    cookie: "database.session-token",
    canRevoke: true,
    needsDatabase: true,
    readsRoleEachTime: true,
    sqlPerRequest: 1,
  },
  hybrid: {
    cookie: "hybrid.access-token",
    canRevoke: true,
    needsDatabase: false,
    readsRoleEachTime: false,
    sqlPerRequest: 0,
  },
};

export interface Traits {
  /** The session cookie's name on http. */
  cookie: string;
  /** Whether a copy of the cookie is worthless after sign-out. */
  canRevoke: boolean;
  /** Whether a signed-in request fails while the database is down. */
  needsDatabase: boolean;
  /** Whether a new role, or that a user is gone, shows with the next request. */
  readsRoleEachTime: boolean;
  /** Statements that it costs to know who asks. */
  sqlPerRequest: number;
}
