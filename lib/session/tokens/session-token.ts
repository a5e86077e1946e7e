// The session token: an encrypted JWT that holds the whole session. It can be renewed from itself. Edge-safe.
import { expiryFrom, isLive, isRenewalDue, limitsOf } from "../policy";
import type { EdgeDependencies, Guard, IssuedSession, Session } from "../strategy";
import { asCarried, fromClaims, toClaims } from "./claims";
import { createSeal } from "./seal";

/** `purpose`: a token that was made for one purpose cannot be opened for another. */
export function createSessionTokens({ policy, clock, secrets }: EdgeDependencies, purpose: string) {
  const { seal, open } = createSeal({ secrets, purpose });

  async function issue(
    { id, user, authTime, short, method }: Omit<Session, "renewedAt" | "expires">,
    now = clock(),
  ): Promise<IssuedSession> {
    const expires = expiryFrom(limitsOf(policy, { short }), authTime, now);
    const times = { authTime, renewedAt: now, expires, ...(short && { short }) };
    const issued = { id, user: asCarried(user), ...times, ...(method && { method }) };
    return { ...issued, cookie: await seal(toClaims(issued)) };
  }

  async function read(cookie: string): Promise<Session | null> {
    const now = clock();
    const claims = await open(cookie, now);
    const session = claims && fromClaims(claims);
    return session && isLive(policy, session, now) ? session : null;
  }

  /** A new token if a renewal is due. `session` is the session of `cookie`. */
  async function renew(session: Session, cookie: string): Promise<IssuedSession> {
    return isRenewalDue(policy, session, clock()) ? issue(session) : { ...session, cookie };
  }

  const guard: Guard = async (cookie) => {
    const session = await read(cookie);
    if (!session) return { pass: false };
    const { id, short } = session;
    return { pass: true, id, short, cookie: (await renew(session, cookie)).cookie };
  };

  return { issue, read, renew, guard };
}
