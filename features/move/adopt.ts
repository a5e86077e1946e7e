import type { RequestParts } from "../../lib/session/cookie";
import { signInContext } from "../../lib/session/sign-in-context";
import type { IssuedSession, SessionStrategy, SessionUser } from "../../lib/session/strategy";
import type { Claim } from "./claims";
import { createSeeds } from "./seed";

export type Adopt = ReturnType<typeof createAdopt>;

/** Creates the session of a claim under another strategy. Each call creates the same session. Throws SignInRefused. */
export function createAdopt(secrets: string[]) {
  const seedOf = createSeeds(secrets);
  return async (
    to: SessionStrategy,
    user: SessionUser,
    claim: Claim,
    request: RequestParts,
  ): Promise<IssuedSession> => {
    const { id, authTime, at, short, method } = claim;
    const { ip, userAgent } = signInContext(to, request);
    const adopt = { id, authTime, at, seed: await seedOf(claim) };
    return to.create(user, { ip, userAgent, adopt, short, method });
  };
}
