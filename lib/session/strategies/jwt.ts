// The cookie holds the whole session, encrypted. No store is asked, so no session can be ended before it expires:
// a copy of the cookie works, and renews itself, up to the absolute limit.
import { SignInRefused } from "../../errors";
import { expiryFrom, isLive, isRenewalDue } from "../policy";
import type {
  IssuedSession,
  Session,
  SessionStrategy,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "../strategy";
import { asCarried, fromClaims, toClaims } from "../tokens/claims";
import { createSeal } from "../tokens/seal";

type JwtDependencies = Pick<StrategyDependencies, "policy" | "clock" | "secrets" | "findUser">;

const facts: StrategyFacts = {
  name: "jwt",
  cookies: { session: "jwt.session-token", refresh: null },
  needs: [],
  asksStore: false,
};

export const jwt: StrategyDescriptor = {
  ...facts,
  guard(dependencies) {
    const { renew } = createJwtStrategy(dependencies);
    return async (cookie) => {
      const session = await renew(cookie);
      if (!session) return { pass: false };
      const { id, cookie: current } = session;
      return { pass: true, cookie: current, id };
    };
  },
  create: createJwtStrategy,
};

function createJwtStrategy(dependencies: JwtDependencies): SessionStrategy {
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
    ...facts,
    endNoticedWithin: null,
    roleNoticedWithin: null,
    revocation: null,
    records: null,
    refresh: null,

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
