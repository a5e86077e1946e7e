// How long a session lives, for every strategy: pure functions of its times and the clock.

/** Lengths of time, in seconds. */
export interface SessionPolicy {
  /** A session ends this long after its last renewal. */
  maxAge: number;
  /** An active session is renewed when its last renewal is this long ago. */
  updateAge: number;
  /** It ends this long after signing in, whatever happened since (ASVS 7.3.2). */
  absoluteMaxAge: number;
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
  return Math.min(now + policy.maxAge * 1000, absoluteEnd(policy, authTime));
}

/** The moment (ms) that no renewal gets past. */
export function absoluteEnd(policy: SessionPolicy, authTime: number): number {
  return authTime + policy.absoluteMaxAge * 1000;
}

/** A session is over at `expires`, not one tick later; a tightened policy reaches the sessions already out. */
export function isLive(policy: SessionPolicy, times: SessionTimes, now: number): boolean {
  return now < times.expires && now < absoluteEnd(policy, times.authTime);
}

/** Whether a live session should be given a later end. False once the absolute limit leaves nothing to give. */
export function isRenewalDue(policy: SessionPolicy, times: SessionTimes, now: number): boolean {
  return (
    now - times.renewedAt >= policy.updateAge * 1000 &&
    expiryFrom(policy, times.authTime, now) > times.expires
  );
}
