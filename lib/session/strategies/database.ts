// The cookie is a random key to a row of the Session table. The row decides: delete it, and the
// very next request is out. The token itself is stored nowhere, only its SHA-256.
import { expiryFrom, isLive, isRenewalDue } from "../policy";
import type { Session, SessionRow, SessionStrategy, StrategyDependencies } from "../strategy";
import { hashToken, isToken, newToken } from "../token";

type DatabaseDependencies = Pick<StrategyDependencies, "policy" | "clock" | "store">;

export function createDatabaseStrategy({
  policy,
  clock,
  store,
}: DatabaseDependencies): SessionStrategy {
  async function find(cookie: string): Promise<SessionRow | null> {
    if (!isToken(cookie)) return null;
    const row = await store.find(await hashToken(cookie));
    return row && isLive(policy, row, clock()) ? row : null;
  }

  async function read(cookie: string): Promise<Session | null> {
    const row = await find(cookie);
    if (!row) return null;
    const { id, user, authTime, renewedAt, expires } = row;
    const now = clock();
    if (!isRenewalDue(policy, row, now)) return { id, user, authTime, renewedAt, expires };
    const later = expiryFrom(policy, authTime, now);
    await store.extend(id, renewedAt, now, later);
    return { id, user, authTime, renewedAt: now, expires: later };
  }

  return {
    name: "database",
    needsDatabase: true,
    canRevoke: true,
    noticesWithin: 0,
    sessions: {
      async list(userId) {
        const now = clock();
        return (await store.list(userId, now)).filter((record) => isLive(policy, record, now));
      },
      // Postgres refuses text with a NUL in it: no row has such an id.
      end: async (userId, sessionId) =>
        !sessionId.includes("\0") && store.removeOne(userId, sessionId),
      endAll: (userId, exceptSessionId) => store.removeAll(userId, exceptSessionId),
    },

    async create(user, { previous, ip, userAgent } = {}) {
      const cookie = newToken();
      const now = clock();
      const times = { authTime: now, renewedAt: now, expires: expiryFrom(policy, now, now) };
      const tokenHash = await hashToken(cookie);
      const id = await store.insert({ ...times, tokenHash, userId: user.id, ip, userAgent });
      if (previous && isToken(previous)) await store.remove(await hashToken(previous));
      return { id, user, ...times, cookie };
    },

    read,

    async renew(cookie) {
      const session = await read(cookie);
      return session && { ...session, cookie };
    },

    async end(cookie) {
      if (isToken(cookie)) await store.remove(await hashToken(cookie));
    },

    async describe(cookie) {
      return { carried: null, stored: (await find(cookie)) as Record<string, unknown> | null };
    },
  };
}
