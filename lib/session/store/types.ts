// What strategies ask of the Session table: store.ts has it, and cached-store.ts puts Redis in front.
import type { SessionTimes } from "../policy";
import type { SessionUser } from "../strategy";

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
  /** Those that live past `now` (ms) and came after `after`, newest first, `take` of them at most. */
  list(userId: string, now: number, which: WhichRecords): Promise<SessionRecord[]>;
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

export interface WhichRecords extends SessionsPage {
  take: number;
  after: Pick<SessionTimes, "authTime" | "renewedAt">;
}

/** Part of a list of sessions. */
export interface SessionsPage {
  /** Only those that come after this one in the list. It need not exist any more. */
  before?: { authTime: number; id: string };
  /** Only this one. */
  id?: string;
  /** How many at most. */
  take?: number;
}

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

export interface SessionRow extends SessionTimes {
  id: string;
  tokenHash: string;
  user: SessionUser;
}

export interface SessionRecord extends SessionTimes {
  id: string;
  ip: string | null;
  userAgent: string | null;
}
