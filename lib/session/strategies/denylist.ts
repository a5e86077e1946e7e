// The cookie holds the whole session, encrypted, and each request reads a list of ended sessions. The list is in Redis
// if REDIS_URL is set, else in Postgres. While the list gives no answer, no session is accepted and nobody is signed
// out.
import { SignInRefused } from "../../errors";
import { newIdentity } from "../identity";
import { absoluteEnd } from "../policy";
import type {
  EdgeDependencies,
  Session,
  SessionStrategy,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "../strategy";
import { createSessionTokens } from "../tokens/session-token";

type DenylistDependencies = EdgeDependencies &
  Pick<StrategyDependencies, "marks" | "findUser" | "onEnded">;

const facts: StrategyFacts = {
  name: "denylist",
  cookies: { session: "denylist.session-token", refresh: null },
  needs: ["REDIS_URL", "DATABASE_URL"],
  asksStore: true,
};

const PURPOSE = "denylist";

export const denylist: StrategyDescriptor = {
  ...facts,
  // The middleware has no list: it lets ended sessions pass, and pages, actions and routes refuse them.
  guard: (dependencies) => createSessionTokens(dependencies, PURPOSE).guard,
  create: createDenylistStrategy,
};

/** The name of the mark that ends all sessions of a user. The other marks are named by the id of a session. */
const ALL = "all";

/** Ends every session of a user that began at `until` (ms) or before, except one if it began after `since` (ms). */
interface EndOfAll {
  until: number;
  except?: string;
  since: number;
}

function createDenylistStrategy(dependencies: DenylistDependencies): SessionStrategy {
  const { policy, clock, marks, findUser, onEnded } = dependencies;
  const tokens = createSessionTokens(dependencies, PURPOSE);

  async function find(userId: string, id: string): Promise<{ one: boolean; all?: EndOfAll }> {
    const found = await marks.find(userId, [id, ALL]);
    const all = found.get(ALL);
    return { one: found.has(id), all: all ? (JSON.parse(all) as EndOfAll) : undefined };
  }

  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const session = await tokens.read(cookie);
    if (!session) return null;
    const { one, all } = await find(session.user.id, session.id);
    if (one || (all && isEndedBy(all, session))) return null;
    if (!fresh || !findUser) return session;
    const user = await findUser(session.user.id);
    return user && { ...session, user };
  }

  /** `authTime` (ms) is that of the session, or any later moment: its token is valid until the absolute limit. */
  async function endOne(userId: string, id: string, authTime: number): Promise<void> {
    const expires = absoluteEnd(policy, authTime);
    await marks.set(userId, { name: id, value: "ended" }, clock(), expires);
  }

  return {
    ...facts,
    endNoticedWithin: 0,
    roleNoticedWithin: null,
    records: null,
    refresh: null,

    revocation: {
      async end(userId, id) {
        if (!UUID.test(id) || (await find(userId, id)).one) return false;
        await endOne(userId, id, clock());
        return true;
      },
      async endAll(userId, except) {
        const { all: before } = await find(userId, ALL);
        const until = Math.max(clock(), (before?.until ?? 0) + 1);
        // The exception must not revive a session that has been ended before.
        const since = before?.except === except ? (before?.since ?? 0) : (before?.until ?? 0);
        const all: EndOfAll = { until, except, since };
        const mark = { name: ALL, value: JSON.stringify(all) };
        await marks.set(userId, mark, clock(), absoluteEnd(policy, until));
        return null;
      },
    },

    async create(user, context = {}) {
      const { previous, adopt } = context;
      const { id, times } = newIdentity(dependencies, context);
      // Read before the user: if the user is disabled in between, this session is ended too.
      const { one, all } = await find(user.id, id);
      if (adopt && (one || (all && isEndedBy(all, { id, ...times }))))
        throw new SignInRefused("moved meanwhile");
      // A new sign-in must be later than the end of all sessions, even if the clocks of two servers differ.
      const authTime = adopt ? times.authTime : Math.max(times.authTime, (all?.until ?? 0) + 1);
      if (findUser && !(await findUser(user.id))) throw new SignInRefused("disabled");
      const replaced = previous ? await read(previous) : null;
      if (replaced) {
        const ended = { id: replaced.id, userId: replaced.user.id };
        await endOne(ended.userId, ended.id, replaced.authTime);
        await onEnded?.([ended], "new-sign-in");
      }
      return tokens.issue({ id, user, ...times, authTime }, times.renewedAt);
    },

    read,

    async renew(cookie, options) {
      const session = await read(cookie, options);
      return session && tokens.renew(session, cookie);
    },

    async update(cookie) {
      const session = await read(cookie, { fresh: true });
      return session && tokens.issue(session);
    },

    async end(cookie) {
      const session = await read(cookie);
      if (!session) return null;
      await endOne(session.user.id, session.id, session.authTime);
      return { id: session.id, userId: session.user.id };
    },
  };
}

function isEndedBy(
  { until, except, since }: EndOfAll,
  { id, authTime }: Pick<Session, "id" | "authTime">,
): boolean {
  return authTime <= until && !(id === except && authTime > since);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
