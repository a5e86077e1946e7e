// The cookie is a random key to a row of the Session table. Postgres is authoritative: once the row is deleted, the
// next request is signed out. The token is stored nowhere; the row has its SHA-256.
import { findStoreUnavailable } from "../../errors";
import { expiryFrom, isLive, isRenewalDue } from "../policy";
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
import { hashToken, isToken, newToken } from "../tokens/reference-token";

type DatabaseDependencies = Pick<StrategyDependencies, "policy" | "clock" | "store" | "onEnded">;

const facts: StrategyFacts = {
  name: "database",
  cookies: { session: "database.session-token", refresh: null },
  needs: ["DATABASE_URL"],
  asksStore: true,
};

export const database: StrategyDescriptor = {
  ...facts,
  // Only the database knows, and the middleware cannot ask it: presence is all there is to see. Never run NextAuth()
  // there: without its adapter it takes this cookie for a broken JWT, deletes it, and so signs people out.
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
    const expires = expiryFrom(policy, row.authTime, now);
    try {
      await store.extend(row, now, expires);
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      // The session is valid, as was just read, and the renewal can wait for a database that takes writes again.
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

    async create(user, { previous, ip, userAgent, passwordSetAt } = {}) {
      const cookie = newToken();
      const tokenHash = await hashToken(cookie);
      const replaces =
        previous && isToken(previous) ? { tokenHash: await hashToken(previous) } : undefined;
      const id = crypto.randomUUID();
      const now = clock();
      const times = { authTime: now, renewedAt: now, expires: expiryFrom(policy, now, now) };
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

    // The cookie carries nobody.
    update: (cookie) => renew(cookie, { fresh: true }),

    async end(cookie) {
      if (!isToken(cookie)) return null;
      const [ended] = await store.remove({ tokenHash: await hashToken(cookie) });
      return ended ?? null;
    },
  };
}
