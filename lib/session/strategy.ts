// The seam. A strategy decides what the session cookie holds and what it means; nothing else does.
// To add one: write strategies/NAME.ts, list it here, in guard.ts, in cookie.ts and in lib/env-schema.ts.
import type { StrategyName } from "../env";
import type { SessionPolicy, SessionTimes } from "./policy";
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
  /** Only look: this is no activity, and renews nothing. */
  passive?: boolean;
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
  /** Who this cookie stands for. Leaves the browser's cookie as it is. */
  read(cookie: string, options?: ReadOptions): Promise<Session | null>;
  /** Like `read`, for callers that can set a cookie: gives a new value when a renewal is due. */
  renew(cookie: string, options?: ReadOptions): Promise<IssuedSession | null>;
  /**
   * Of strategies with a refresh token: trades it for a new pair (RFC 9700 4.14). Null when the session has ended;
   * a cookie that does not `read` says nothing about that.
   */
  rotate?(refreshToken: string): Promise<IssuedSession | null>;
  /** ... and when the session of an access token ends (ms since the epoch), ended itself or not. Only looks; asks the store. */
  expiryOf?(cookie: string): Promise<number | null>;
  /**
   * Signs out, and says which session that ended, where there is a record. Where `canRevoke` is false, a copy
   * of the cookie works on, up to the absolute limit.
   */
  end(cookie: string): Promise<EndedSession | undefined>;
  /** The sessions on record; null where `canRevoke` is false, because there is no record. */
  readonly sessions: SessionRecords | null;
  /** What the cookie carries and what the server stores for it, for people to look at. No secrets. */
  describe(cookie: string): Promise<SessionDescription>;
}

export interface SessionRecords {
  /** Live sessions of one user, newest first. */
  list(userId: string): Promise<SessionRecord[]>;
  /** Ends one session if it is that user's own. False when there is none such. */
  end(userId: string, sessionId: string): Promise<boolean>;
  /** Ends all of a user's sessions, except one if named; returns how many. */
  endAll(userId: string, exceptSessionId?: string): Promise<number>;
}

export interface SessionRecord extends SessionTimes {
  id: string;
  ip: string | null;
  userAgent: string | null;
}

export interface SessionDescription {
  carried: Record<string, unknown> | null;
  stored: Record<string, unknown> | null;
}

/** Reads and writes the Session table. Given to strategies, so that tests can break it. */
export interface SessionStore {
  /**
   * Adds a row in place of another, if one is named, and ends the user's oldest sessions above `limit`,
   * however many sign in at once. Throws SignInRefused when the user is disabled or gone, or has another
   * password than the one set at `passwordSetAt`.
   */
  insert(row: NewSessionRow, options?: InsertOptions): Promise<Inserted>;
  /** Session and user in one SQL statement, or from a copy unless `fresh`. Null also when the user is disabled. */
  find(key: SessionKey, options?: { fresh?: boolean }): Promise<SessionRow | null>;
  /** Moves the end of a session, unless another request has done so since `renewedAt`. */
  extend(session: RenewableSession, now: number, expires: number): Promise<void>;
  /** Puts one token in the place of another, by compare and swap. False when `from` is not in force any more. */
  rotate(
    id: string,
    swap: { from: string; to: string },
    now: number,
    expires: number,
  ): Promise<boolean>;
  list(userId: string, now: number): Promise<SessionRecord[]>;
  remove(which: WhichSessions): Promise<EndedSession[]>;
  /** To be called after each change to a user: no copy of a session shows them as they were. */
  userChanged(userId: string): Promise<void>;
}

export type SessionKey = { tokenHash: string } | { id: string };

export type RenewableSession = Pick<SessionRow, "id" | "tokenHash" | "renewedAt">;

/** One by its key, one of a user's, or all of a user's but one. */
export type WhichSessions =
  | SessionKey
  | { userId: string; id: string }
  | { userId: string; exceptId?: string };

export interface InsertOptions {
  replaces?: SessionKey;
  limit?: number;
  passwordSetAt?: number;
}

export interface Inserted {
  replaced: EndedSession[];
  /** Ended because of the limit. */
  evicted: EndedSession[];
}

export interface EndedSession {
  id: string;
  userId: string;
  tokenHash: string;
}

export interface NewSessionRow extends SessionTimes {
  id: string;
  tokenHash: string;
  userId: string;
  ip?: string;
  userAgent?: string;
}

export interface SessionRow extends SessionRecord {
  tokenHash: string;
  user: SessionUser;
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
