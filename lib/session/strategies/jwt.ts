// The cookie holds the whole session, encrypted. No store is asked, so no session can be ended before it expires: a copy
// of the cookie works and can be renewed, up to the absolute limit.

import { SignInRefused } from "../../errors";
import { newIdentity } from "../identity";
import type {
  EdgeDependencies,
  Session,
  SessionStrategy,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "../strategy";
import { createSessionTokens } from "../tokens/session-token";

const facts: StrategyFacts = {
  name: "jwt",
  cookies: { session: "jwt.session-token", refresh: null },
  needs: [],
  asksStore: false,
};

export const jwt: StrategyDescriptor = {
  ...facts,
  guard: (dependencies) => createSessionTokens(dependencies, PURPOSE).guard,
  create: createJwtStrategy,
};

const PURPOSE = "session";

function createJwtStrategy(
  dependencies: EdgeDependencies & Pick<StrategyDependencies, "findUser">,
): SessionStrategy {
  const { findUser } = dependencies;
  const tokens = createSessionTokens(dependencies, PURPOSE);

  // #region postgres
  async function read(cookie: string, { fresh = false } = {}): Promise<Session | null> {
    const session = await tokens.read(cookie);
    if (!session || !fresh || !findUser) return session;
    const user = await findUser(session.user.id);
    return user && { ...session, user };
  }
  // #endregion
  // without postgres: const { read } = tokens;

  return {
    ...facts,
    endNoticedWithin: null,
    roleNoticedWithin: null,
    revocation: null,
    records: null,
    refresh: null,

    async create(user, context) {
      if (findUser && !(await findUser(user.id))) throw new SignInRefused("disabled");
      const { id, times } = newIdentity(dependencies, context);
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
      return session && { id: session.id, userId: session.user.id };
    },
  };
}
