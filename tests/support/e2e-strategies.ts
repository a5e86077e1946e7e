import type { StrategyName } from "../../lib/session/strategies";

/** What the contract says of each strategy, for the tests to hold it to. */
export const traits: Record<StrategyName, Traits> = {
  jwt: {
    cookie: "jwt.session-token",
    canRevoke: false,
    noticesWithin: null,
    needsDatabase: false,
    carriesUser: true,
    sqlPerRequest: 0,
  },
  database: {
    cookie: "database.session-token",
    canRevoke: true,
    noticesWithin: 0,
    needsDatabase: true,
    carriesUser: false,
    sqlPerRequest: 1,
  },
  hybrid: {
    cookie: "hybrid.access-token",
    refreshCookie: "hybrid.refresh-token",
    canRevoke: true,
    noticesWithin: "access token",
    needsDatabase: false,
    carriesUser: true,
    sqlPerRequest: 0,
  },
};

export interface Traits {
  /** The session cookie's name on http. */
  cookie: string;
  /** That of the refresh token, where there is one. */
  refreshCookie?: string;
  /** Whether the server keeps rows of sessions, so that it can end them. */
  canRevoke: boolean;
  /**
   * When every request knows of an ended session, of a new role, or that the user is gone: the next one, one
   * after the access token's end, or none before the next sign-in. Where a role is required: always at once.
   */
  noticesWithin: 0 | "access token" | null;
  /** Whether a signed-in request fails while the database is down. */
  needsDatabase: boolean;
  /** Whether the cookie itself says who one is. */
  carriesUser: boolean;
  /** Statements that it costs to know who asks. */
  sqlPerRequest: number;
}
