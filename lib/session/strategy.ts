// The seam: what a strategy is. A strategy decides what the session cookie holds and what it means; nothing else does.
// Each one is one file in strategies/, which exports a StrategyDescriptor, and one line in strategies/index.ts.
// Types only, so that every file may import it.
import type { SessionPolicy, SessionTimes } from "./policy";
import type { EndedSession, SessionRecord, SessionStore, SessionsPage } from "./store/types";

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
  /** When its access token expires (ms since the epoch), under strategies with `refresh`. */
  accessExpires?: number;
}

/** A session and the values that the cookies must have from now on. */
export interface IssuedSession extends Session {
  cookie: string;
  /** Under strategies with `refresh`. Absent when the browser's refresh token stays valid. */
  refreshToken?: string;
}

/** What is true of a strategy before it runs. Edge-safe: the middleware reads it too. */
export interface StrategyFacts {
  readonly name: string;
  readonly cookies: CookieNames;
  /** Settings of which at least one must be set, because the strategy keeps its sessions there. */
  readonly needs: readonly ("DATABASE_URL" | "REDIS_URL")[];
  /** Whether a check asks a store. If so, signed-in requests get 503 while that store is down. */
  readonly asksStore: boolean;
}

/** Without the prefix that https adds (lib/session/cookie.ts). */
export interface CookieNames {
  readonly session: string;
  readonly refresh: string | null;
}

export interface StrategyDescriptor extends StrategyFacts {
  /** For middleware.ts, which has no store. */
  guard(dependencies: EdgeDependencies): Guard;
  create(dependencies: StrategyDependencies): SessionStrategy;
}

/**
 * What middleware.ts may conclude from the session cookie alone. It decides who is redirected, and nothing more:
 * pages, actions and routes ask current.ts. `cookie` is what the browser should hold from now on, `id` is that of the
 * session, where the cookie itself tells it. `refresh`: the session may be alive, and a trip through
 * /api/session/refresh will tell.
 */
export type Verdict = { pass: true; cookie: string; id?: string } | { pass: false; refresh?: true };
export type Guard = (cookie: string) => Promise<Verdict>;

/**
 * Every method that needs a store throws StoreUnavailable when the store gave no answer:
 * `null` always means "not signed in", never "could not check".
 */
export interface SessionStrategy extends StrategyFacts {
  /** Seconds until every `read` notices an ended session: 0 is the next request, null is not before it expires. */
  readonly endNoticedWithin: number | null;
  /**
   * Seconds until every `read` notices a changed role: 0 is the next request, null is not before the next sign-in.
   * A `fresh` read always notices it.
   */
  readonly roleNoticedWithin: number | null;
  /** Throws SignInRefused. */
  create(user: SessionUser, context?: SignInContext): Promise<IssuedSession>;
  /** Whose session this cookie is. Changes nothing, and does not count as activity. */
  read(cookie: string, options?: ReadOptions): Promise<Session | null>;
  /** Like `read`, as activity: when a renewal is due it moves the expiry, and may give a new cookie. */
  renew(cookie: string, options?: ReadOptions): Promise<IssuedSession | null>;
  /** Reads the user from the database again, and puts them into the cookie where it carries one. */
  update(cookie: string): Promise<IssuedSession | null>;
  /**
   * Signs out, and says whose session that was; null when there was none, or the cookie does not `read`. Where `revocation` is null, a copy of
   * the cookie still works, up to the absolute limit.
   */
  end(cookie: string): Promise<{ id: string; userId: string } | null>;
  /** Null where the server cannot end a session before it expires. */
  readonly revocation: Revocation | null;
  /** Null where the server keeps no record of each session. */
  readonly records: SessionRecords | null;
  /** Null where one cookie holds the whole session. */
  readonly refresh: Refresh | null;
}

export interface Revocation {
  /** Ends one session of that user, and no other user's. False when the user has no such session. */
  end(userId: string, sessionId: string): Promise<boolean>;
  /** Ends all of a user's sessions, except one if named. The number that ended; null where nothing counts them. */
  endAll(userId: string, exceptSessionId?: string): Promise<number | null>;
}

export interface SessionRecords {
  /** Live sessions of one user, newest first, 100 at most. */
  list(userId: string, page?: SessionsPage): Promise<SessionRecord[]>;
}

export interface Refresh {
  /**
   * Exchanges a refresh token for a new pair (RFC 9700 4.14). Null when the session has ended, and for a token of
   * another session than the one with the id `of`, if that is known: then nothing changes. A session cookie that does
   * not `read` says nothing about whether its session has ended.
   */
  rotate(refreshToken: string, of?: string): Promise<IssuedSession | null>;
  /**
   * The id of the session that an access token, expired or not, was made for; null for what is no access token. It is
   * no proof: whoever has an old token must not be able to do anything to the session with it.
   */
  sessionOf(cookie: string): Promise<string | null>;
  /** When the session of an access token, expired or not, expires (ms since the epoch). Changes nothing; asks the store. */
  expiryOf(cookie: string): Promise<number | null>;
}

/** What is known of the browser that signs in. */
export interface SignInContext {
  /** The cookie it held until now: signing in ends that session (ASVS 7.2.4). */
  previous?: string;
  ip?: string;
  userAgent?: string;
  /**
   * Since when the password that was checked has been valid (ms since the epoch). Where there is a record of sessions,
   * a password that was changed meanwhile gives no session.
   */
  passwordSetAt?: number;
}

export interface ReadOptions {
  /** Ask the database for the user now, even where the cookie could answer. */
  fresh?: boolean;
}

export type EndReason = "new-sign-in" | "device-limit" | "token-reuse";

export interface EdgeDependencies {
  policy: SessionPolicy;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Newest first: the first encrypts, all of them decrypt. */
  secrets: string[];
}

/** All that a strategy may depend on: no globals, so that several can run in one process. */
export interface StrategyDependencies extends EdgeDependencies {
  store: SessionStore;
  /** Absent where there is no database: then the cookie has the newest answer there is. */
  findUser?: (id: string) => Promise<SessionUser | null>;
  /** Told of sessions that a strategy ended by its own rules, for the audit trail. */
  onEnded?: (ended: EndedSession[], reason: EndReason) => Promise<void>;
}
