// Copies of a cookie that has been exchanged.
import { SignInRefused } from "../../lib/errors";
import type { RequestParts } from "../../lib/session/cookie";
import { hasSignedOut } from "../../lib/session/signed-out";
import type { IssuedSession, SessionStrategy } from "../../lib/session/strategy";
import type { Adopt } from "./adopt";
import type { Claim } from "./claims";
import { canSetCookies, frozen, give } from "./give";
import { onlyStanding } from "./stores";
import type { MoveDependencies, Shown } from "./types";

export type AnswerCopy = ReturnType<typeof createCopies>;

export function createCopies(dependencies: MoveDependencies, adopt: Adopt) {
  const { make, policy, clock, store, claims, findUser, onMoved } = dependencies;

  /**
   * Handles the cookie of a session that was exchanged before. Within the grace time, the request was sent before the
   * exchange or its answer was lost, so it gets the same session again. Later, two parties have the session, so it ends.
   */
  async function answerCopy(
    { from }: Shown,
    claim: Claim,
    request: RequestParts,
    passive: boolean,
  ): Promise<SessionStrategy | null> {
    const to = make(claim.to, { store: onlyStanding(store) });
    if (!to || hasSignedOut(claim.id, request)) return null;
    if (clock() - claim.at > policy.reuseGrace * 1000) {
      if (await to.revocation?.end(claim.userId, claim.id))
        await onMoved("token-reuse", claim, request);
      return null;
    }
    if (await hasEndedSince(claim)) return null;
    const issued = await successor(to, claim, request);
    if (!issued) return null;
    if (passive || !canSetCookies(request)) return frozen(from, issued);
    give(issued, to, from, request);
    return to;
  }

  /** The user has signed out. A strategy that cannot end sessions does not know that. */
  async function hasEndedSince({ proof, id, userId }: Claim): Promise<boolean> {
    const { claim } = (await claims?.find(proof, { id, userId })) ?? {};
    return claim?.to === "";
  }

  async function successor(
    to: SessionStrategy,
    claim: Claim,
    request: RequestParts,
  ): Promise<IssuedSession | null> {
    const user = await findUser?.(claim.userId);
    if (!user) return null;
    try {
      const issued = await adopt(to, user, claim, request);
      return (await to.read(issued.cookie)) && issued;
    } catch (error) {
      if (error instanceof SignInRefused) return null;
      throw error;
    }
  }

  return answerCopy;
}
