// The interface of a strategy. Only a strategy decides what the session cookie holds and what it means.
// #region keep
// Each strategy is one file in strategies/, which exports a StrategyDescriptor, and one line in strategies/index.ts.
// #endregion
// Types only, so that every file may import it.
import type { SessionPolicy, SessionTimes } from "./policy";
import type {
  EndedSession,
  SessionMarks,
  SessionRecord,
  SessionStore,
  SessionsPage,
} from "./store/types";

export type Role = "user" | "admin";

/** What the app knows about the signed-in user. */
export interface SessionUser {
  id: string;
  email: string | null;
  name: string | null;
  role: Role;
}

export interface Session extends SessionTimes {
  /** Identifies the session in lists and logs. It gives no access. */
  id: string;
  user: SessionUser;
  /** How the user signed in: see `SignInContext`. Absent for a session that began before this was recorded. */
  method?: string;
  /** When its access token expires (ms since the epoch), under strategies with `refresh`. */
  accessExpires?: number;
}

/** A session and the values that the cookies must have from now on. */
export interface IssuedSession extends Session {
  cookie: string;
  /** Under strategies with `refresh`. Absent when the browser's refresh token stays valid. */
  refreshToken?: string;
}

/** The facts about a strategy that need no store. Edge-safe: the middleware reads them too. */
export interface StrategyFacts {
  readonly name: string;
  readonly cookies: CookieNames;
  /**
   * Settings of which at least one must be set. The first one that is set is the store that the strategy asks about its
   * sessions; requests cannot be checked while that one is down.
   */
  readonly needs: readonly ("DATABASE_URL" | "REDIS_URL")[];
  /** Whether a check asks a store. If so, signed-in requests get 503 while that store is down. */
  readonly asksStore: boolean;
}

/** Without the prefix that https adds (lib/session/cookie.ts). */
export interface CookieNames {
  readonly session: string;
  readonly refresh: string | null;
  // #region keep
  /** On https, of a cookie that another app has set. */
  readonly prefix?: "__Secure-";
  // #endregion
}

export interface StrategyDescriptor extends StrategyFacts {
  /** For middleware.ts, which has no store. */
  guard(dependencies: EdgeDependencies): Guard;
  create(dependencies: StrategyDependencies): SessionStrategy;
}

/**
 * What middleware.ts may conclude from the session cookie alone. It only decides who is redirected: pages, actions and
 * routes ask current.ts. `cookie` is the value that the browser should have from now on. `id` is the session's id, if the
 * cookie contains it.
 */
export type Verdict =
  | { pass: true; cookie: string; id?: string; short?: true }
  | {
      pass: false;
      // #region refresh
      /** The session may still be valid, and a redirect through /api/session/refresh finds out. */
      refresh?: true;
      // #endregion
    };
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
  /** The session of this cookie. Changes nothing, and does not count as activity. */
  read(cookie: string, options?: ReadOptions): Promise<Session | null>;
  /** Like `read`, but counts as activity: when a renewal is due, it moves the expiry and may return a new cookie. */
  renew(cookie: string, options?: ReadOptions): Promise<IssuedSession | null>;
  /** Reads the user from the database again, and returns a new cookie if the cookie contains the user. */
  update(cookie: string): Promise<IssuedSession | null>;
  /**
   * Signs out, and returns whose session it was. Null when there was none, or the cookie is not valid. A copy of
   * the cookie still works, up to the absolute limit, where `revocation` is null.
   */
  end(cookie: string): Promise<{ id: string; userId: string } | null>;
  /** Null where the server cannot end a session before it expires. */
  readonly revocation: Revocation | null;
  /** Null where the server keeps no record of each session. */
  readonly records: SessionRecords | null;
  /** Null where the strategy has no refresh tokens. */
  readonly refresh: Refresh | null;
}

export interface Revocation {
  /**
   * Ends one session of that user, never another user's. False when the user has no such session; a strategy without
   * `records` knows only of sessions that were ended before.
   */
  end(userId: string, sessionId: string): Promise<boolean>;
  /** Ends all of a user's sessions, except one if it is named. Returns how many ended; null if they are not counted. */
  endAll(userId: string, exceptSessionId?: string): Promise<number | null>;
}

export interface SessionRecords {
  /** Live sessions of one user, newest first, 100 at most. */
  list(userId: string, page?: SessionsPage): Promise<SessionRecord[]>;
}

export interface Refresh {
  /**
   * Exchanges a refresh token for a new pair (RFC 9700 4.14). Null when the session has ended. With `of`, also null
   * for a token of another session than the one with that id; then nothing changes. A session cookie that is not valid
   * does not tell whether its session has ended.
   */
  rotate(refreshToken: string, of?: string): Promise<IssuedSession | null>;
  /**
   * The id of the session that an access token, expired or not, was made for. Null for anything else. It proves nothing:
   * an old token must not be enough to change the session.
   */
  sessionOf(cookie: string): Promise<string | null>;
  /** When the session of an access token, expired or not, expires (ms since the epoch). Changes nothing; asks the store. */
  expiryOf(cookie: string): Promise<number | null>;
}

/** What is known about the browser that signs in. */
export interface SignInContext {
  /** The cookie it held until now: signing in ends that session (ASVS 7.2.4). */
  previous?: string;
  ip?: string;
  userAgent?: string;
  /**
   * When the password that was checked was set (ms since the epoch). A strategy with `records` makes no
   * session when it was changed meanwhile; for others, lib/session/lifecycle.ts checks it.
   */
  passwordSetAt?: number;
  /** Without "Keep me signed in": the session ends after `shortMaxAge`, and its cookie when the browser is closed. */
  short?: true;
  /** How the user signed in: "password", the id of a provider, or the name of another way. */
  method?: string;
  // #region keep
  /** A session of another strategy that is exchanged for this one (features/move). */
  adopt?: Adoption;
  // #endregion
}

// #region keep
/** What a session keeps when it is exchanged for one of another strategy. */
export interface Adoption {
  id: string;
  /** Milliseconds since the epoch, as is `at`: the time of the exchange. */
  authTime: number;
  at: number;
  /** 256 secret bits, base64url. The same seed gives the same tokens. */
  seed: string;
}
// #endregion

export interface ReadOptions {
  /** Read the user from the database, even if the cookie contains them. */
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

/** Everything that a strategy may depend on. No globals, so that several can run in one process. */
export interface StrategyDependencies extends EdgeDependencies {
  // #region store
  store: SessionStore;
  // #endregion
  // #region marks
  marks: SessionMarks;
  // #endregion
  /** Absent without a database: then the cookie has the newest data. */
  findUser?: (id: string) => Promise<SessionUser | null>;
  /** Called with the sessions that a strategy ended by its own rules, for the audit trail. */
  onEnded?: (ended: Pick<EndedSession, "id" | "userId">[], reason: EndReason) => Promise<void>;
}
