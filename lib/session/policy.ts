// How long a session lives, for every strategy: pure functions of its times and the clock.

/** Lengths of time, in seconds. */
export interface SessionPolicy {
  /** A session ends this long after its last renewal. */
  maxAge: number;
  /** An active session is renewed when its last renewal is this long ago, or sooner: see `renewAfter`. */
  updateAge: number;
  /** It ends this long after signing in, whatever happened since (ASVS 7.3.2). */
  absoluteMaxAge: number;
  /** It ends this long after its last activity (ASVS 7.3.1). Renewals record activity: see `renewAfter`. */
  idleTimeout?: number;
  /** An access token that stands beside a refresh token is taken at its word this long. */
  accessMaxAge: number;
  /** A refresh token that was used may be shown again this long: parallel requests, answers that got lost. */
  reuseGrace: number;
  /** How many sessions a user may have at once. */
  deviceLimit?: number;
}

/** Points in time, in milliseconds since the epoch. */
export interface SessionTimes {
  /** When the user last proved who they are. Never moves. */
  authTime: number;
  renewedAt: number;
  expires: number;
}

/** When a session that is created or renewed `now` (ms) will end: rolling, but never past the absolute limit. */
export function expiryFrom(policy: SessionPolicy, authTime: number, now: number): number {
  return Math.min(now + policy.maxAge * 1000, idleEnd(policy, now), absoluteEnd(policy, authTime));
}

/** The moment (ms) that no renewal gets past. */
export function absoluteEnd(policy: SessionPolicy, authTime: number): number {
  return authTime + policy.absoluteMaxAge * 1000;
}

/** The moment (ms) at which a session that was active at `renewedAt`, and never since, is idle for too long. */
function idleEnd({ idleTimeout = Number.POSITIVE_INFINITY }: SessionPolicy, renewedAt: number) {
  return renewedAt + idleTimeout * 1000;
}

/** A session is over at `expires`, not one tick later; a tightened policy reaches the sessions already out. */
export function isLive(policy: SessionPolicy, times: SessionTimes, now: number): boolean {
  return (
    now < times.expires &&
    now < idleEnd(policy, times.renewedAt) &&
    now < absoluteEnd(policy, times.authTime)
  );
}

/** The same as a question to a store: a session that is live at `now` has signed in, and was renewed, after these (ms). */
export function liveAfter(policy: SessionPolicy, now: number) {
  const { absoluteMaxAge, idleTimeout = now / 1000 } = policy;
  return { authTime: now - absoluteMaxAge * 1000, renewedAt: now - idleTimeout * 1000 };
}

/**
 * Seconds from one renewal to the next: twice at least in maxAge, or whoever is active would not be kept in. With an
 * idle timeout a tenth of it, at most: what is not recorded did not happen, so activity shortly before the end counts
 * from up to that much earlier.
 */
export function renewAfter({ updateAge, maxAge, idleTimeout }: SessionPolicy): number {
  return Math.min(updateAge, maxAge / 2, (idleTimeout ?? Number.POSITIVE_INFINITY) / 10);
}

/** Whether a live session that is active now is to be renewed. It records activity also where the end cannot move. */
export function isRenewalDue(policy: SessionPolicy, { renewedAt }: SessionTimes, now: number) {
  return now - renewedAt >= renewAfter(policy) * 1000;
}
