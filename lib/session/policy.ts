// How long a session lives, for every strategy: pure functions of its times and the clock.

/** Lengths of time, in seconds. */
export interface SessionPolicy {
  /** A session ends this long after its last renewal. */
  maxAge: number;
  /** An active session is renewed when its last renewal is this long ago. */
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

/**
 * Seconds from one renewal to the next. With an idle timeout a tenth of it, at most: what is not recorded
 * did not happen, so activity shortly before the end counts from up to that much earlier.
 */
export function renewAfter({ updateAge, idleTimeout }: SessionPolicy): number {
  return idleTimeout ? Math.min(updateAge, idleTimeout / 10) : updateAge;
}

/** Whether a live session should be given a later end. False once the absolute limit leaves nothing to give. */
export function isRenewalDue(policy: SessionPolicy, times: SessionTimes, now: number): boolean {
  return (
    now - times.renewedAt >= renewAfter(policy) * 1000 &&
    expiryFrom(policy, times.authTime, now) > times.expires
  );
}

/** When an access token that is issued `now` (ms) ends: soon enough that each activity is recorded in time. */
export function accessEnd(policy: SessionPolicy, { expires }: SessionTimes, now: number): number {
  return Math.min(now + Math.min(policy.accessMaxAge, renewAfter(policy)) * 1000, expires);
}
