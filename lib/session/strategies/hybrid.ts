// Two cookies. The access token contains the user, and is accepted for some minutes without a store. The
// refresh token is exchanged for a new pair and belongs to a row of the Session table, which can be ended at any time.
import { findStoreUnavailable } from "../../errors";
import { newIdentity } from "../identity";
import { expiryFrom, isLive, limitsOf } from "../policy";
import { createRecords, createRevocation, toSession } from "../store/records";
import type { SessionRow } from "../store/types";
import type {
  EdgeDependencies,
  IssuedSession,
  Session,
  SessionStrategy,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "../strategy";
import { accessMaxAge, createAccessTokens } from "../tokens/access-token";
import { hashToken } from "../tokens/reference-token";
import { createRefreshTokens, parseRefreshToken } from "../tokens/refresh-token";

const facts: StrategyFacts = {
  name: "hybrid",
  cookies: { session: "hybrid.access-token", refresh: "hybrid.refresh-token" },
  needs: ["DATABASE_URL"],
  asksStore: false,
};

export const hybrid: StrategyDescriptor = {
  ...facts,
  guard(dependencies) {
    const access = createAccessTokens(dependencies);
    return async (cookie) => {
      const session = await access.read(cookie);
      // Expired, or encrypted under a secret that was removed: the refresh token may still be valid.
      return session ? { pass: true, cookie, id: session.id } : { pass: false, refresh: true };
    };
  },
  create: createHybridStrategy,
};

type HybridDependencies = EdgeDependencies & Pick<StrategyDependencies, "store" | "onEnded">;

function createHybridStrategy(dependencies: HybridDependencies): SessionStrategy {
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

  async function rotate(shown: string, of?: string): Promise<IssuedSession | null> {
    // The grace time is measured when the request arrives, not after it has waited for the database.
    const now = clock();
    const token = parseRefreshToken(shown);
    if (!token || (of && token.id !== of)) return null;
    const hash = await hashToken(shown);
    const next = { ...token, generation: token.generation + 1 };

    let row = await find(token.id, now);
    const inForce = row?.tokenHash === hash;
    if (row && inForce) {
      const renewedAt = clock();
      const expires = expiryFrom(limitsOf(policy, row), row.authTime, renewedAt);
      const successor = await tokens.sign(next);
      const swap = { from: hash, to: await hashToken(successor) };
      try {
        if (await store.rotate(row.id, swap, renewedAt, expires))
          return issue({ ...toSession(row), renewedAt, expires }, successor);
      } catch (error) {
        // The refresh token is valid: it was just read. It stays valid, so a read-only database signs nobody out.
        if (findStoreUnavailable(error)?.isReadOnly) return access.issue(toSession(row));
        throw error;
      }
      // Another request was faster, or the session has ended. Read the row to find out.
      row = await find(token.id, now);
    }
    // A forged token must not end a session.
    if (!row || !(inForce || (await tokens.match(token, hash)))) return null;

    const successor = await tokens.match(next, row.tokenHash);
    if (successor && now - row.renewedAt <= policy.reuseGrace * 1000)
      return issue(toSession(row), successor);
    // This token was used before the grace time: two parties have tokens of this session, so it ends for both.
    const ended = await store.remove({ userId: row.user.id, id: row.id });
    if (ended.length > 0) await onEnded?.(ended, "token-reuse");
    return null;
  }

  /**
   * The session of an access token that is sent to end the session. An expired token may have leaked long ago, so it is only
   * accepted from its own user, who has just signed in.
   */
  async function proven(cookie: string, userId: string): Promise<{ id: string } | undefined> {
    const session = await access.readExpired(cookie);
    const isProof = session?.user.id === userId || (await access.read(cookie)) !== null;
    return session && isProof ? { id: session.id } : undefined;
  }

  async function sessionOf(cookie: string): Promise<string | null> {
    return (await access.readExpired(cookie))?.id ?? null;
  }

  async function expiryOf(cookie: string): Promise<number | null> {
    const session = await access.readExpired(cookie);
    return (session && (await find(session.id, clock()))?.expires) ?? null;
  }

  return {
    ...facts,
    endNoticedWithin: accessMaxAge(policy),
    roleNoticedWithin: accessMaxAge(policy),
    revocation: createRevocation(store),
    records: createRecords(store, policy, clock),
    refresh: { rotate, sessionOf, expiryOf },

    async create(user, context = {}) {
      const { previous, ip, userAgent, passwordSetAt } = context;
      const { id, seed, times } = newIdentity(dependencies, context);
      const refreshToken = await tokens.sign({ id, generation: 0, random: seed });
      const tokenHash = await hashToken(refreshToken);
      const replaces = previous ? await proven(previous, user.id) : undefined;
      const row = { ...times, id, tokenHash, userId: user.id, ip, userAgent };
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

    async end(cookie) {
      const session = await access.read(cookie);
      if (!session) return null;
      const [ended] = await store.remove({ userId: session.user.id, id: session.id });
      return ended ?? null;
    },
  };
}
