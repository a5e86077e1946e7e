// The seam. A strategy decides what the session cookie holds and what it means; nothing else does.
// To add one: write strategies/NAME.ts, list it here, in guard.ts, in cookie.ts and in lib/env-schema.ts.
import type { StrategyName } from "../env";
import type { SessionPolicy, SessionTimes } from "./policy";
import type { EndedSession, SessionRecord, SessionStore } from "./store/types";
import { createDatabaseStrategy } from "./strategies/database";
import { createHybridStrategy } from "./strategies/hybrid";
import { createJwtStrategy } from "./strategies/jwt";

export type Role = "user" | "admin";

/** What the app knows of the signed-in user: the same fields under every strategy. */
export interface SessionUser {
  id: string;
  email: string | null;
  name: string | null;
  role: Role;
}

export interface Session extends SessionTimes {
  /** Names the session in lists and logs. It opens nothing. */
  id: string;
  user: SessionUser;
  /** When its access token ends, where it has one (ms since the epoch): the time to `rotate`. */
  accessExpires?: number;
}

/** A session and the values that the cookies must have from now on. */
export interface IssuedSession extends Session {
  cookie: string;
  /** Of strategies that `rotate`; absent when the one that the browser has stays in force. */
  refreshToken?: string;
}

/** What is known of the browser that signs in. */
export interface SignInContext {
  /** The cookie it held until now: signing in ends that session (ASVS 7.2.4). */
  previous?: string;
  ip?: string;
  userAgent?: string;
  /**
   * Since when the password has been in force that was checked for this (ms since the epoch). Where there is
   * a record of sessions, one that has been changed since gives none.
   */
  passwordSetAt?: number;
}

export interface ReadOptions {
  /** Ask the database for the user now, even where the cookie could answer. */
  fresh?: boolean;
}

/**
 * Every method that needs a store throws StoreUnavailable when it got no answer:
 * `null` always means "not signed in", never "could not check".
 */
export interface SessionStrategy {
  readonly name: StrategyName;
  /** Whether a signed-in request fails when the database is down. */
  readonly needsDatabase: boolean;
  /** Whether the server can end a session before it expires. */
  readonly canRevoke: boolean;
  /**
   * Seconds after which every `read` knows of a changed role or an ended session: 0 is the next request,
   * null is not before the next sign-in. A `fresh` one always knows of a changed role.
   */
  readonly noticesWithin: number | null;
  /** Throws SignInRefused. */
  create(user: SessionUser, context?: SignInContext): Promise<IssuedSession>;
  /** Who this cookie stands for. Only looks: it is no activity, and nothing changes. */
  read(cookie: string, options?: ReadOptions): Promise<Session | null>;
  /** Like `read`, as activity: when a renewal is due it moves the end, and may give a new cookie. */
  renew(cookie: string, options?: ReadOptions): Promise<IssuedSession | null>;
  /** Takes the user into the cookie as the database knows them now, where it carries one. */
  update(cookie: string): Promise<IssuedSession | null>;
  /**
   * Of strategies with a refresh token: trades it for a new pair (RFC 9700 4.14). Null when the session has ended;
   * a cookie that does not `read` says nothing about that.
   */
  rotate?(refreshToken: string): Promise<IssuedSession | null>;
  /** ... and when the session of an access token ends (ms since the epoch), ended itself or not. Only looks; asks the store. */
  expiryOf?(cookie: string): Promise<number | null>;
  /**
   * Signs out, and says who that was; null where there was nothing to end. Where `canRevoke` is false, a copy of
   * the cookie works on, up to the absolute limit.
   */
  end(cookie: string): Promise<{ id: string; userId: string } | null>;
  /** The sessions on record; null where `canRevoke` is false, because there is no record. */
  readonly sessions: SessionRecords | null;
}

export interface SessionRecords {
  /** Live sessions of one user, newest first. */
  list(userId: string): Promise<SessionRecord[]>;
  /** Ends one session if it is that user's own. False when there is none such. */
  end(userId: string, sessionId: string): Promise<boolean>;
  /** Ends all of a user's sessions, except one if named; returns how many. */
  endAll(userId: string, exceptSessionId?: string): Promise<number>;
}

export type EndReason = "new-sign-in" | "device-limit" | "token-reuse";

/** All that a strategy may depend on: no globals, so that several can run in one process. */
export interface StrategyDependencies {
  policy: SessionPolicy;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Newest first: the first encrypts, all of them decrypt. */
  secrets: string[];
  store: SessionStore;
  /** Absent where there is no database: the cookie's word is then the freshest there is. */
  findUser?: (id: string) => Promise<SessionUser | null>;
  /** Told of sessions that a strategy ended by its own rules, for the audit trail. */
  onEnded?: (ended: EndedSession[], reason: EndReason) => Promise<void>;
}

export const strategies: Record<
  StrategyName,
  (dependencies: StrategyDependencies) => SessionStrategy
> = {
  jwt: createJwtStrategy,
  database: createDatabaseStrategy,
  hybrid: createHybridStrategy,
};
