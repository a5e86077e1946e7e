// The cookie is a random key to a row of the Session table. The row decides: delete it, and the
// very next request is out. The token itself is stored nowhere, only its SHA-256.
import { expiryFrom, isLive, isRenewalDue } from "../policy";
import { sessionRecords, toSession } from "../store/records";
import type { SessionRow } from "../store/types";
import type {
  IssuedSession,
  ReadOptions,
  SessionStrategy,
  StrategyDependencies,
} from "../strategy";
import { hashToken, isToken, newToken } from "../tokens/reference-token";

type DatabaseDependencies = Pick<StrategyDependencies, "policy" | "clock" | "store" | "onEnded">;

export function createDatabaseStrategy(dependencies: DatabaseDependencies): SessionStrategy {
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
    await store.extend(row, now, expires);
    return { ...toSession(row), renewedAt: now, expires, cookie };
  }

  return {
    name: "database",
    needsDatabase: true,
    canRevoke: true,
    noticesWithin: 0,
    sessions: sessionRecords(store, policy, clock),

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
