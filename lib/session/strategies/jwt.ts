// Everything is in the cookie, encrypted. No store is asked, so nothing can be ended early:
// a copy of the cookie works, and renews itself, up to the absolute limit. Edge-safe: guard.ts runs it in middleware.ts.
import { SignInRefused } from "../../errors";
import { expiryFrom, isLive, isRenewalDue } from "../policy";
import type { IssuedSession, Session, SessionStrategy, StrategyDependencies } from "../strategy";
import { asCarried, fromClaims, toClaims } from "../tokens/claims";
import { createSeal } from "../tokens/seal";

type JwtDependencies = Pick<StrategyDependencies, "policy" | "clock" | "secrets" | "findUser">;

export function createJwtStrategy(dependencies: JwtDependencies): SessionStrategy {
  const { policy, clock, findUser } = dependencies;
  const { seal, open } = createSeal({ secrets: dependencies.secrets, purpose: "session" });

  async function issue(session: Pick<Session, "id" | "user" | "authTime">): Promise<IssuedSession> {
    const { id, user, authTime } = session;
    const now = clock();
    const expires = expiryFrom(policy, authTime, now);
    const issued = { id, user: asCarried(user), authTime, renewedAt: now, expires };
    return { ...issued, cookie: await seal(toClaims(issued)) };
  }

  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const now = clock();
    const claims = await open(cookie, now);
    const session = claims && fromClaims(claims);
    if (!session || !isLive(policy, session, now)) return null;
    if (!fresh || !findUser) return session;
    const user = await findUser(session.user.id);
    return user && { ...session, user };
  }

  return {
    name: "jwt",
    needsDatabase: false,
    canRevoke: false,
    noticesWithin: null,
    sessions: null,

    async create(user) {
      if (findUser && !(await findUser(user.id))) throw new SignInRefused("disabled");
      return issue({ id: crypto.randomUUID(), user, authTime: clock() });
    },

    read,

    async renew(cookie, options) {
      const session = await read(cookie, options);
      if (!session) return null;
      return isRenewalDue(policy, session, clock()) ? issue(session) : { ...session, cookie };
    },

    async update(cookie) {
      const session = await read(cookie, { fresh: true });
      return session && issue(session);
    },

    async end(cookie) {
      const session = await read(cookie);
      return session && { id: session.id, userId: session.user.id };
    },
  };
}
