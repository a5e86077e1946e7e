// Two cookies. The access token says who is signed in and is taken at its word for some minutes, with no
// store; the refresh token trades for a new pair and hangs on a row, which can be ended at any time.

import { accessEnd, accessMaxAge, expiryFrom, isLive } from "../policy";
import { sessionRecords, toSession } from "../store/records";
import type { SessionRow } from "../store/types";
import type { IssuedSession, Session, SessionStrategy, StrategyDependencies } from "../strategy";
import { asCarried, fromClaims, toClaims } from "../tokens/claims";
import { hashToken, newToken } from "../tokens/reference-token";
import { createRefreshTokens, parseRefreshToken } from "../tokens/refresh-token";
import { createSeal } from "../tokens/seal";

type AccessDependencies = Pick<StrategyDependencies, "policy" | "clock" | "secrets">;
type HybridDependencies = AccessDependencies & Pick<StrategyDependencies, "store" | "onEnded">;

export function createHybridStrategy(dependencies: HybridDependencies): SessionStrategy {
  const { policy, clock, store, onEnded } = dependencies;
  const access = createAccessTokens(dependencies);
  const tokens = createRefreshTokens(dependencies.secrets);

  async function find(id: string, now: number): Promise<SessionRow | null> {
    const row = await store.find({ id });
    return row && isLive(policy, row, now) ? row : null;
  }

  async function issue(session: Session, refreshToken: string): Promise<IssuedSession> {
    return { ...(await access.issue(session)), refreshToken };
  }

  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const session = await access.read(cookie);
    if (!session || !fresh) return session;
    const row = await find(session.id, clock());
    return row && { ...session, user: row.user };
  }

  async function rotate(shown: string): Promise<IssuedSession | null> {
    // For the grace time it counts when the request came, not how long it had to wait for the database.
    const now = clock();
    const token = parseRefreshToken(shown);
    if (!token) return null;
    const hash = await hashToken(shown);
    const next = { ...token, generation: token.generation + 1 };

    let row = await find(token.id, now);
    const inForce = row?.tokenHash === hash;
    if (row && inForce) {
      const renewedAt = clock();
      const expires = expiryFrom(policy, row.authTime, renewedAt);
      const successor = await tokens.sign(next);
      const swap = { from: hash, to: await hashToken(successor) };
      if (await store.rotate(row.id, swap, renewedAt, expires))
        return issue({ ...toSession(row), renewedAt, expires }, successor);
      // Another request was faster, or the session has ended. The row knows.
      row = await find(token.id, now);
    }
    // Who makes up a token ends nothing.
    if (!row || !(inForce || (await tokens.match(token, hash)))) return null;

    const successor = await tokens.match(next, row.tokenHash);
    if (successor && now - row.renewedAt <= policy.reuseGrace * 1000)
      return issue(toSession(row), successor);
    // Used before, and not just now: two parties hold tokens of this session, so it ends for both.
    const ended = await store.remove({ userId: row.user.id, id: row.id });
    if (ended.length > 0) await onEnded?.(ended, "token-reuse");
    return null;
  }

  return {
    name: "hybrid",
    needsDatabase: true,
    canRevoke: true,
    noticesWithin: accessMaxAge(policy),
    sessions: sessionRecords(store, policy, clock),

    async create(user, { previous, ip, userAgent, passwordSetAt } = {}) {
      const id = crypto.randomUUID();
      const refreshToken = await tokens.sign({ id, generation: 0, random: newToken() });
      const tokenHash = await hashToken(refreshToken);
      const before = previous && (await access.readExpired(previous));
      const now = clock();
      const times = { authTime: now, renewedAt: now, expires: expiryFrom(policy, now, now) };
      const row = { ...times, id, tokenHash, userId: user.id, ip, userAgent };
      const replaces = before ? { id: before.id } : undefined;
      const options = { replaces, limit: policy.deviceLimit, passwordSetAt };
      const { replaced, evicted } = await store.insert(row, options);
      if (replaced.length > 0) await onEnded?.(replaced, "new-sign-in");
      if (evicted.length > 0) await onEnded?.(evicted, "device-limit");
      return issue({ id, user, ...times }, refreshToken);
    },

    read,

    async renew(cookie, options) {
      const session = await read(cookie, options);
      return session && { ...session, cookie };
    },

    async update(cookie) {
      const session = await read(cookie, { fresh: true });
      return session && access.issue(session);
    },

    rotate,

    async expiryOf(cookie) {
      const session = await access.readExpired(cookie);
      return (session && (await find(session.id, clock()))?.expires) ?? null;
    },

    async end(cookie) {
      const session = await access.readExpired(cookie);
      if (!session) return null;
      const [ended] = await store.remove({ userId: session.user.id, id: session.id });
      return ended ?? null;
    },
  };
}

/** The half that needs no store, and so runs on the Edge too. */
export function createAccessTokens({ policy, clock, secrets }: AccessDependencies) {
  const { seal, open } = createSeal({ secrets, purpose: "access" });

  /** Whoever it stood for, also when its time is up: enough to sign out or to go and refresh, for nothing else. */
  async function readExpired(cookie: string): Promise<Session | null> {
    const claims = await open(cookie);
    return claims && fromClaims(claims);
  }

  return {
    /** One that has its end already keeps it: only a rotation gives a later one. */
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
