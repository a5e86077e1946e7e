// The Edge half of the seam: what middleware.ts may conclude from the session cookie alone.
// It decides who is sent to the sign-in page and nothing more; pages, actions and routes ask
// current.ts. Never add a store here, and never run NextAuth() in middleware: without its adapter
// it takes a database session's cookie for a broken JWT, deletes it, and so signs people out.
import type { StrategyName } from "../env";
import type { SessionPolicy } from "./policy";
import { createAccessTokens } from "./strategies/hybrid";
import { createJwtStrategy } from "./strategies/jwt";

interface GuardDependencies {
  policy: SessionPolicy;
  clock: () => number;
  secrets: string[];
}

/**
 * `cookie` is what the browser should hold from now on. `refresh`: its session may well be alive, and a
 * trip through /api/session/refresh will tell.
 */
export type Verdict = { pass: true; cookie: string } | { pass: false; refresh?: true };

type Guard = (cookie: string) => Promise<Verdict>;

export const guards: Record<StrategyName, (dependencies: GuardDependencies) => Guard> = {
  jwt(dependencies) {
    const strategy = createJwtStrategy(dependencies);
    return async (cookie) => {
      const session = await strategy.renew(cookie);
      return session ? { pass: true, cookie: session.cookie } : { pass: false };
    };
  },

  // Only the database knows, and it cannot be asked from here: presence is all there is to see.
  database: () => async (cookie) => ({ pass: true, cookie }),

  hybrid(dependencies) {
    const access = createAccessTokens(dependencies);
    return async (cookie) => {
      // Ended, or of a secret that has gone: the refresh token knows.
      return (await access.read(cookie)) ? { pass: true, cookie } : { pass: false, refresh: true };
    };
  },
};
