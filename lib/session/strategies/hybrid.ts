// Two cookies. The access token says who is signed in and is taken at its word for some minutes, with no
// store; the refresh token trades for a new pair and hangs on a row, which can be ended at any time.
import { asCarried, fromClaims, toClaims } from "../claims";
import { accessEnd, expiryFrom, isLive } from "../policy";
import { sessionRecords, toStored } from "../records";
import { createSeal } from "../seal";
import type {
  IssuedSession,
  Session,
  SessionRow,
  SessionStrategy,
  StrategyDependencies,
} from "../strategy";
import { createSuccession } from "../succession";
import { hashToken, isToken, newToken } from "../token";

type AccessDependencies = Pick<StrategyDependencies, "policy" | "clock" | "secrets">;
type HybridDependencies = AccessDependencies & Pick<StrategyDependencies, "store" | "onEnded">;

export function createHybridStrategy(dependencies: HybridDependencies): SessionStrategy {
  const { policy, clock, store, onEnded } = dependencies;
  const access = createAccessTokens(dependencies);
  const succession = createSuccession(dependencies.secrets);

  async function find(id: string): Promise<SessionRow | null> {
    const row = await store.find({ id });
    return row && isLive(policy, row, clock()) ? row : null;
  }

  async function issue(session: Session, token: string): Promise<IssuedSession> {
    return { ...(await access.issue(session)), refreshToken: `${session.id}.${token}` };
  }

  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const session = await access.read(cookie);
    if (!session || !fresh) return session;
    const row = await find(session.id);
    return row && { ...session, user: row.user };
  }

  async function rotate(refreshToken: string): Promise<IssuedSession | null> {
    const [id = "", token = ""] = refreshToken.split(".");
    if (!isId(id) || !isToken(token)) return null;
    const hash = await hashToken(token);
    const row = await find(id);
    if (!row) return null;

    const now = clock();
    if (row.tokenHash === hash) {
      const successor = await succession.next(token);
      const expires = expiryFrom(policy, row.authTime, now);
      const swap = { from: hash, to: await hashToken(successor) };
      if (await store.rotate(id, swap, now, expires))
        return issue({ ...toSession(row), renewedAt: now, expires }, successor);
      // Another request was faster, or the session has ended. The row knows.
      return rotate(refreshToken);
    }

    const successor = await succession.nextIfCurrent(token, row.tokenHash);
    if (successor && now - row.renewedAt <= policy.reuseGrace * 1000)
      return issue(toSession(row), successor);
    // Used before, and not just now: two parties hold tokens of this session, so it ends for both.
    if (successor || (await succession.isAncestor(token, row.tokenHash))) {
      const ended = await store.remove({ userId: row.user.id, id });
      if (ended.length > 0) await onEnded?.(ended, "token-reuse");
    }
    return null;
  }

  return {
    name: "hybrid",
    needsDatabase: true,
    canRevoke: true,
    noticesWithin: accessEnd(policy, { authTime: 0, renewedAt: 0, expires: Infinity }, 0) / 1000,
    sessions: sessionRecords(store, policy, clock),

    async create(user, { previous, ip, userAgent } = {}) {
      const token = newToken();
      const tokenHash = await hashToken(token);
      const before = previous && (await access.readExpired(previous));
      const id = crypto.randomUUID();
      const now = clock();
      const times = { authTime: now, renewedAt: now, expires: expiryFrom(policy, now, now) };
      const row = { ...times, id, tokenHash, userId: user.id, ip, userAgent };
      const replaces = before ? { id: before.id } : undefined;
      const { evicted } = await store.insert(row, { replaces, limit: policy.deviceLimit });
      if (evicted.length > 0) await onEnded?.(evicted, "device-limit");
      return issue({ id, user, ...times }, token);
    },

    read,

    async renew(cookie, options = {}) {
      const session = await read(cookie, options);
      if (!session) return null;
      return options.fresh ? access.issue(session) : { ...session, cookie };
    },

    rotate,

    awaitsRotation: access.hasExpired,

    async expiryOf(cookie) {
      const session = await access.readExpired(cookie);
      return (session && (await find(session.id))?.expires) ?? null;
    },

    async end(cookie) {
      const session = await access.readExpired(cookie);
      if (!session) return undefined;
      const [ended] = await store.remove({ userId: session.user.id, id: session.id });
      return ended;
    },

    async describe(cookie) {
      const session = await access.read(cookie);
      const row = session && (await find(session.id));
      return { carried: session && toClaims(session), stored: toStored(row) };
    },
  };
}

const isId = (id: string) => /^[0-9a-f-]{36}$/.test(id);

const toSession = ({ id, user, authTime, renewedAt, expires }: SessionRow): Session => ({
  id,
  user,
  authTime,
  renewedAt,
  expires,
});

/** The half that needs no store, and so runs on the Edge too. */
export function createAccessTokens({ policy, clock, secrets }: AccessDependencies) {
  const { seal, open } = createSeal({ secrets, purpose: "access" });

  /** Whoever it stood for, also when its time is up: enough to sign out or to go and refresh, for nothing else. */
  async function readExpired(cookie: string): Promise<Session | null> {
    const claims = await open(cookie);
    return claims && fromClaims(claims);
  }

  function isCurrent(session: Session): boolean {
    const now = clock();
    return now < (session.accessExpires ?? 0) && isLive(policy, session, now);
  }

  return {
    /** One that has its end already keeps it: only a rotation gives a later one. */
    async issue(session: Session): Promise<IssuedSession> {
      const accessExpires = session.accessExpires ?? accessEnd(policy, session, clock());
      const issued = { ...session, user: asCarried(session.user), accessExpires };
      return { ...issued, cookie: await seal(toClaims(issued)) };
    },

    async read(cookie: string): Promise<Session | null> {
      const session = await readExpired(cookie);
      return session && isCurrent(session) ? session : null;
    },

    readExpired,

    /** One of ours whose time is up: the session may go on, and a refresh will tell. */
    async hasExpired(cookie: string): Promise<boolean> {
      const session = await readExpired(cookie);
      return session !== null && !isCurrent(session);
    },
  };
}
