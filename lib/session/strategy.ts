// The seam. A strategy decides what the session cookie holds and what it means; nothing else does.
// To add one: write strategies/NAME.ts, list it here, in guard.ts and in lib/env.ts.
import type { StrategyName } from "../env";
import type { SessionPolicy, SessionTimes } from "./policy";
import { createDatabaseStrategy } from "./strategies/database";
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
}

/** A session and the value that the cookie must have from now on. */
export interface IssuedSession extends Session {
  cookie: string;
}

/** What is known of the browser that signs in. */
export interface SignInContext {
  /** The cookie it held until now: signing in ends that session (ASVS 7.2.4). */
  previous?: string;
  ip?: string;
  userAgent?: string;
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
   * null is not before the next sign-in. A changed role is always seen by a `fresh` one.
   */
  readonly noticesWithin: number | null;
  create(user: SessionUser, context?: SignInContext): Promise<IssuedSession>;
  /** Who this cookie stands for. Leaves the browser's cookie as it is. */
  read(cookie: string, options?: ReadOptions): Promise<Session | null>;
  /** Like `read`, for callers that can set a cookie: gives a new value when a renewal is due. */
  renew(cookie: string, options?: ReadOptions): Promise<IssuedSession | null>;
  /** Signs out. Where `canRevoke` is false, a copy of the cookie works on, up to the absolute limit. */
  end(cookie: string): Promise<void>;
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
  insert(row: NewSessionRow): Promise<string>;
  /** Session and user in one SQL statement. */
  find(tokenHash: string): Promise<SessionRow | null>;
  /** Moves the end of a session, unless another request has done so since `renewedAt`. */
  extend(id: string, renewedAt: number, now: number, expires: number): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  list(userId: string, now: number): Promise<SessionRecord[]>;
  removeOne(userId: string, id: string): Promise<boolean>;
  removeAll(userId: string, exceptId?: string): Promise<number>;
}

export interface NewSessionRow extends SessionTimes {
  tokenHash: string;
  userId: string;
  ip?: string;
  userAgent?: string;
}

export interface SessionRow extends SessionRecord {
  user: SessionUser;
}

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
}

export const strategies: Record<
  StrategyName,
  (dependencies: StrategyDependencies) => SessionStrategy
> = {
  jwt: createJwtStrategy,
  database: createDatabaseStrategy,
};
