// Everything is in the cookie, encrypted. No store is asked, so nothing can be ended early:
// a copy of the cookie works, and renews itself, up to the absolute limit. Edge-safe: guard.ts runs it in middleware.ts.
import { expiryFrom, isLive, isRenewalDue } from "../policy";
import { createSeal } from "../seal";
import type {
  IssuedSession,
  Role,
  Session,
  SessionStrategy,
  StrategyDependencies,
} from "../strategy";

/** Characters. A provider may send a name of any length, and a cookie holds 4096 bytes for everything. */
const NAME_LIMIT = 200;

type JwtDependencies = Pick<StrategyDependencies, "policy" | "clock" | "secrets" | "findUser">;

export function createJwtStrategy(dependencies: JwtDependencies): SessionStrategy {
  const { policy, clock, findUser } = dependencies;
  const { seal, open } = createSeal({ secrets: dependencies.secrets, purpose: "session" });
  /** JWT times are whole seconds (RFC 7519), and so are a session's: what is issued is what is read. */
  const wholeSecond = () => Math.floor(clock() / 1000) * 1000;

  async function issue(session: Pick<Session, "id" | "user" | "authTime">): Promise<IssuedSession> {
    const { id, authTime } = session;
    const { email, role } = session.user;
    const name = session.user.name?.slice(0, NAME_LIMIT) ?? null;
    const user = { id: session.user.id, email, name, role };
    const renewedAt = wholeSecond();
    const expires = expiryFrom(policy, authTime, renewedAt);
    const cookie = await seal({
      sub: user.id,
      email,
      name,
      role,
      sid: id,
      auth_time: authTime / 1000,
      iat: renewedAt / 1000,
      exp: expires / 1000,
    });
    return { id, user, authTime, renewedAt, expires, cookie };
  }

  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const claims = await open(cookie, clock());
    if (!claims) return null;
    const session: Session = {
      id: claims.sid as string,
      user: {
        id: claims.sub as string,
        email: claims.email as string | null,
        name: claims.name as string | null,
        role: claims.role as Role,
      },
      authTime: (claims.auth_time as number) * 1000,
      renewedAt: (claims.iat as number) * 1000,
      expires: (claims.exp as number) * 1000,
    };
    if (!isLive(policy, session, clock())) return null;
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

    create: (user) => issue({ id: crypto.randomUUID(), user, authTime: wholeSecond() }),

    read,

    async renew(cookie, options = {}) {
      const session = await read(cookie, options);
      if (!session) return null;
      const due = options.fresh || isRenewalDue(policy, session, clock());
      return due ? issue(session) : { ...session, cookie };
    },

    async end() {},

    async describe(cookie) {
      return { carried: await open(cookie, clock()), stored: null };
    },
  };
}
