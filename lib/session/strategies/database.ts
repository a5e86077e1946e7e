// The cookie is a random key to a row of the Session table. Postgres is authoritative: once the row is deleted, the
// next request is signed out. The token itself is not stored; the row has its SHA-256.
import { findStoreUnavailable } from "../../errors";
import { newIdentity } from "../identity";
import { expiryFrom, isLive, isRenewalDue, limitsOf } from "../policy";
import { createRecords, createRevocation, toSession } from "../store/records";
import type { SessionRow } from "../store/types";
import type {
  IssuedSession,
  ReadOptions,
  SessionStrategy,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "../strategy";
import { hashToken, isToken } from "../tokens/reference-token";

type DatabaseDependencies = Pick<StrategyDependencies, "policy" | "clock" | "store" | "onEnded">;

const facts: StrategyFacts = {
  name: "database",
  cookies: { session: "database.session-token", refresh: null },
  needs: ["DATABASE_URL"],
  asksStore: true,
};

export const database: StrategyDescriptor = {
  ...facts,
  // The middleware cannot ask the database, so it only sees that there is a cookie. Never run NextAuth() there: without
  // its adapter it treats this cookie as an invalid JWT and deletes it, which signs users out.
  guard: () => async (cookie) => ({ pass: true, cookie }),
  create: createDatabaseStrategy,
};

function createDatabaseStrategy(dependencies: DatabaseDependencies): SessionStrategy {
  const { policy, clock, store, onEnded } = dependencies;

  async function find(cookie: string, options?: ReadOptions): Promise<SessionRow | null> {
    if (!isToken(cookie)) return null;
    const row = await store.find({ tokenHash: await hashToken(cookie) }, options);
    return row && isLive(policy, row, clock()) ? row : null;
  }

  async function renew(cookie: string, options?: ReadOptions): Promise<IssuedSession | null> {
    const row = await find(cookie, options);
    const now = clock();
    if (!row || !isRenewalDue(policy, row, now)) return row && { ...toSession(row), cookie };
    const expires = expiryFrom(limitsOf(policy, row), row.authTime, now);
    try {
      await store.extend(row, now, expires);
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      // The session is valid: it was just read. The renewal can wait until the database accepts writes again.
      return { ...toSession(row), cookie };
    }
    return { ...toSession(row), renewedAt: now, expires, cookie };
  }

  return {
    ...facts,
    endNoticedWithin: 0,
    roleNoticedWithin: 0,
    revocation: createRevocation(store),
    records: createRecords(store, policy, clock),
    refresh: null,

    async create(user, context = {}) {
      const { previous, ip, userAgent, passwordSetAt } = context;
      const { id, seed: cookie, times } = newIdentity(dependencies, context);
      const tokenHash = await hashToken(cookie);
      const replaces =
        previous && isToken(previous) ? { tokenHash: await hashToken(previous) } : undefined;
      const row = { ...times, id, tokenHash, userId: user.id, ip, userAgent };
      const options = { replaces, limit: policy.deviceLimit, passwordSetAt };
      const { replaced, evicted } = await store.insert(row, options);
      if (replaced.length > 0) await onEnded?.(replaced, "new-sign-in");
      if (evicted.length > 0) await onEnded?.(evicted, "device-limit");
      return { id, user, ...times, cookie };
    },

    async read(cookie, options) {
      const row = await find(cookie, options);
      return row && toSession(row);
    },

    renew,

    // The cookie contains no user data.
    update: (cookie) => renew(cookie, { fresh: true }),

    async end(cookie) {
      if (!isToken(cookie)) return null;
      const [ended] = await store.remove({ tokenHash: await hashToken(cookie) });
      return ended ?? null;
    },
  };
}
