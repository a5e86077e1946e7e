// The store of sessions.
import type { SessionTimes } from "../policy";
import type { SessionUser } from "../strategy";

/** Reads and writes the Session table. Strategies get it as a dependency, so that tests can break it. */
export interface SessionStore {
  /**
   * Adds a row, replaces another one if it is named, and ends the user's oldest sessions above `limit`, also when many
   * sign in at once. Throws SignInRefused when the user is disabled or gone, or has another
   * password than the one set at `passwordSetAt`.
   */
  insert(row: NewSessionRow, options?: InsertOptions): Promise<Inserted>;
  /** Session and user in one SQL statement, or from a copy unless `fresh`. Null also when the user is disabled. */
  find(key: SessionKey, options?: { fresh?: boolean }): Promise<SessionRow | null>;
  /** Moves the end of a session, unless another request has done so since `renewedAt`. */
  extend(session: RenewableSession, now: number, expires: number): Promise<void>;
  /** Replaces one token by another, by compare and swap. False when `from` is no longer the current one. */
  rotate(
    id: string,
    swap: { from: string; to: string },
    now: number,
    expires: number,
  ): Promise<boolean>;
  /** Sessions that are live at `now` (ms), after `after` in the list, newest first, at most `take`. */
  list(userId: string, now: number, which: WhichRecords): Promise<SessionRecord[]>;
  remove(which: WhichSessions): Promise<EndedSession[]>;
  /** Call it after each change to a user, so that no copy of a session has the old values. */
  userChanged(userId: string): Promise<void>;
}

/**
 * Facts about a user or a session that expire automatically, for strategies without session rows.
 * In Redis where REDIS_URL is set, else in the table SessionMark. Both methods throw StoreUnavailable.
 */
export interface SessionMarks {
  /** The values of those of these marks that are set. One query. A mark may be found after it expired. */
  find(userId: string, names: string[]): Promise<Map<string, string>>;
  /** Sets a mark, which replaces one with the same name, at least from `now` until `expires` (ms). */
  set(userId: string, mark: SessionMark, now: number, expires: number): Promise<void>;
}

export interface SessionMark {
  name: string;
  value: string;
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
  /** `shortAuthTime`: `authTime` for sessions without "Keep me signed in". */
  after: Pick<SessionTimes, "authTime" | "renewedAt"> & { shortAuthTime: number };
}

/** Part of a list of sessions. */
export interface SessionsPage {
  /** Only those after this one in the list. It may have been deleted meanwhile. */
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
  /** Runs inside of the transaction, before the row is written. What it throws undoes all of it. */
  before?: (run: Run, replaced: EndedSession[]) => Promise<void>;
}

/** Runs one SQL statement, and answers its rows. */
export type Run = <Row>(text: string, values: unknown[]) => Promise<Row[]>;

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
  method?: string;
}

export interface SessionRow extends SessionTimes {
  id: string;
  tokenHash: string;
  user: SessionUser;
  method?: string;
}

export interface SessionRecord extends SessionTimes {
  id: string;
  ip: string | null;
  userAgent: string | null;
}
