// A strategy only for tests: an encrypted token, and ended sessions in the memory of this process. In contract tests it
// is part of the registry, so that tests that assume a name or a table fail.
import { SignInRefused } from "@/lib/errors";
import { newIdentity } from "@/lib/session/identity";
import type {
  Session,
  SessionStrategy,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "@/lib/session/strategy";
import { createSessionTokens } from "@/lib/session/tokens/session-token";

const facts: StrategyFacts = {
  name: "in-memory",
  cookies: { session: "in-memory.session-token", refresh: null },
  needs: [],
  asksStore: false,
};

const ended = new Set<string>();
/** Sessions that have not been ended, by user. */
const live = new Map<string, Set<string>>();

function end(userId: string, ids: string[]): number {
  const known = ids.filter((id) => live.get(userId)?.delete(id));
  for (const id of known) ended.add(id);
  return known.length;
}

export const inMemory: StrategyDescriptor = {
  ...facts,
  guard: (dependencies) => createSessionTokens(dependencies, facts.name).guard,
  create,
};

function create(dependencies: StrategyDependencies): SessionStrategy {
  const { findUser, onEnded } = dependencies;
  const tokens = createSessionTokens(dependencies, facts.name);

  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const session = await tokens.read(cookie);
    if (!session || ended.has(session.id)) return null;
    if (!fresh || !findUser) return session;
    const user = await findUser(session.user.id);
    return user && { ...session, user };
  }

  return {
    ...facts,
    endNoticedWithin: 0,
    roleNoticedWithin: null,
    records: null,
    refresh: null,

    revocation: {
      end: async (userId, id) => end(userId, [id]) > 0,
      endAll: async (userId, except) =>
        end(
          userId,
          [...(live.get(userId) ?? [])].filter((id) => id !== except),
        ),
    },

    async create(user, context = {}) {
      const { previous } = context;
      if (findUser && !(await findUser(user.id))) throw new SignInRefused("disabled");
      const replaced = previous ? await read(previous) : null;
      if (replaced && end(replaced.user.id, [replaced.id]) > 0)
        await onEnded?.([{ id: replaced.id, userId: replaced.user.id }], "new-sign-in");
      const { id, times } = newIdentity(dependencies, context);
      live.set(user.id, (live.get(user.id) ?? new Set()).add(id));
      return tokens.issue({ id, user, ...times }, times.renewedAt);
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
      end(session.user.id, [session.id]);
      return { id: session.id, userId: session.user.id };
    },
  };
}
