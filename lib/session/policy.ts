// How long a session lives: pure functions of its times and the clock.

/** Lengths of time, in seconds. */
export interface SessionPolicy {
  /** A session ends this long after its last renewal. */
  maxAge: number;
  /** An active session is renewed when its last renewal is this long ago, or sooner: see `renewAfter`. */
  updateAge: number;
  /** A session ends this long after signing in, even if it is active (ASVS 7.3.2). */
  absoluteMaxAge: number;
  /**
   * The same for a session without "Keep me signed in": the browser deletes its cookie when it is closed, but the
   * server does not notice that.
   */
  shortMaxAge?: number;
  /** A session ends this long after its last activity (ASVS 7.3.1). Renewals record activity: see `renewAfter`. */
  idleTimeout?: number;
  /** How long an access token is accepted without asking the database. */
  accessMaxAge: number;
  /** How long a used refresh token is accepted again, for parallel requests and for answers that got lost. */
  reuseGrace: number;
  /** How many sessions a user may have at once. */
  deviceLimit?: number;
}

/** Points in time, in milliseconds since the epoch. */
export interface SessionTimes {
  /** When the user signed in. Renewals do not change it. */
  authTime: number;
  renewedAt: number;
  expires: number;
  /** Set for a session without "Keep me signed in". Never changes. */
  short?: true;
}

/** The policy as it applies to this session. */
export function limitsOf(policy: SessionPolicy, { short }: Pick<SessionTimes, "short">) {
  const { absoluteMaxAge, shortMaxAge = absoluteMaxAge } = policy;
  return short ? { ...policy, absoluteMaxAge: Math.min(absoluteMaxAge, shortMaxAge) } : policy;
}

/** When a session that is created or renewed `now` (ms) will end: rolling, but never past the absolute limit. */
export function expiryFrom(policy: SessionPolicy, authTime: number, now: number): number {
  return Math.min(now + policy.maxAge * 1000, idleEnd(policy, now), absoluteEnd(policy, authTime));
}

/** When (ms) a session ends at the latest: no renewal goes beyond it. */
export function absoluteEnd(policy: SessionPolicy, authTime: number): number {
  return authTime + policy.absoluteMaxAge * 1000;
}

/** When (ms) a session reaches the idle limit, if it was last active at `renewedAt`. */
function idleEnd({ idleTimeout = Number.POSITIVE_INFINITY }: SessionPolicy, renewedAt: number) {
  return renewedAt + idleTimeout * 1000;
}

/** A session has ended at `expires`, not a millisecond later. A stricter policy also applies to existing sessions. */
export function isLive(policy: SessionPolicy, times: SessionTimes, now: number): boolean {
  return (
    now < times.expires &&
    now < idleEnd(policy, times.renewedAt) &&
    now < absoluteEnd(limitsOf(policy, times), times.authTime)
  );
}

/** The same as a condition for a store: a session that is live at `now` was created and renewed after these times (ms). */
export function liveAfter(policy: SessionPolicy, now: number) {
  const { absoluteMaxAge, idleTimeout = now / 1000 } = policy;
  const short = limitsOf(policy, { short: true }).absoluteMaxAge;
  return {
    authTime: now - absoluteMaxAge * 1000,
    shortAuthTime: now - short * 1000,
    renewedAt: now - idleTimeout * 1000,
  };
}

/**
 * Seconds from one renewal to the next. At most half of maxAge, so that an active user stays signed in. With an idle
 * timeout at most a tenth of it: activity between two renewals is not recorded, so a session may end that much early.
 */
export function renewAfter({
  updateAge,
  maxAge,
  idleTimeout,
}: Pick<SessionPolicy, "updateAge" | "maxAge" | "idleTimeout">): number {
  return Math.min(updateAge, maxAge / 2, (idleTimeout ?? Number.POSITIVE_INFINITY) / 10);
}

/** Whether a session that is active now should be renewed. A renewal records activity even if the end cannot move. */
export function isRenewalDue(policy: SessionPolicy, { renewedAt }: SessionTimes, now: number) {
  return now - renewedAt >= renewAfter(policy) * 1000;
}
