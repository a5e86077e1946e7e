// The access token beside a refresh token: an encrypted JWT that is accepted, for some minutes, without asking a store.
// Edge-safe.
import { isLive, renewAfter, type SessionPolicy, type SessionTimes } from "../policy";
import type { EdgeDependencies, IssuedSession, Session } from "../strategy";
import { asCarried, fromClaims, toClaims } from "./claims";
import { createSeal } from "./seal";

export function createAccessTokens({ policy, clock, secrets }: EdgeDependencies) {
  const { seal, open } = createSeal({ secrets, purpose: "access" });

  /** The session of a token that may have expired. It tells which session a refresh is for, and proves nothing. */
  async function readExpired(cookie: string): Promise<Session | null> {
    const claims = await open(cookie);
    return claims && fromClaims(claims);
  }

  return {
    /** A session that has an access token keeps its expiry: only a rotation gives a later one. */
    async issue(session: Session): Promise<IssuedSession> {
      const accessExpires = session.accessExpires ?? accessEnd(policy, session, clock());
      const issued = { ...session, user: asCarried(session.user), accessExpires };
      return { ...issued, cookie: await seal(toClaims(issued)) };
    },

    async read(cookie: string): Promise<Session | null> {
      const now = clock();
      const claims = await open(cookie, now);
      const session = claims && fromClaims(claims);
      return session && isLive(policy, session, now) ? session : null;
    },

    readExpired,
  };
}

/** Seconds that an access token is accepted without asking the database. At most the time between two renewals. */
export function accessMaxAge(policy: SessionPolicy): number {
  return Math.min(policy.accessMaxAge, renewAfter(policy));
}

/** When an access token that is issued `now` (ms) ends. */
export function accessEnd(policy: SessionPolicy, { expires }: SessionTimes, now: number): number {
  return Math.min(now + accessMaxAge(policy) * 1000, expires);
}
