// Everything is in the cookie, encrypted. No store is asked, so nothing can be ended early:
// a copy of the cookie works until it expires. Edge-safe: guard.ts runs it in middleware.ts.
import { expiryFrom, isLive, isRenewalDue } from "../policy";
import { createSeal } from "../seal";
import type {
  IssuedSession,
  Role,
  Session,
  SessionStrategy,
  StrategyDependencies,
} from "../strategy";

type JwtDependencies = Pick<StrategyDependencies, "policy" | "clock" | "secrets" | "findUser">;

export function createJwtStrategy(dependencies: JwtDependencies): SessionStrategy {
  const { policy, clock, findUser } = dependencies;
  const { seal, open } = createSeal({ secrets: dependencies.secrets, purpose: "session" });

  async function issue(session: Pick<Session, "id" | "user" | "authTime">): Promise<IssuedSession> {
    const { id, user, authTime } = session;
    const renewedAt = clock();
    const expires = expiryFrom(policy, authTime, renewedAt);
    const cookie = await seal({
      sub: user.id,
      email: user.email,
      name: user.name,
      role: user.role,
      sid: id,
      auth_time: toSeconds(authTime),
      iat: toSeconds(renewedAt),
      exp: toSeconds(expires),
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
    sessions: null,

    create: (user) => issue({ id: crypto.randomUUID(), user, authTime: clock() }),

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

/** JWT times are whole seconds (RFC 7519). */
const toSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
