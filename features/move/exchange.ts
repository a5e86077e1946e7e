import { SignInRefused } from "../../lib/errors";
import type { RequestParts } from "../../lib/session/cookie";
import { absoluteEnd } from "../../lib/session/policy";
import type {
  IssuedSession,
  Session,
  SessionStrategy,
  StrategyDependencies,
} from "../../lib/session/strategy";
import { importedBy } from "./accepted";
import type { Adopt } from "./adopt";
import type { Claim } from "./claims";
import type { AnswerCopy } from "./copies";
import { give } from "./give";
import { withClaim } from "./stores";
import { hasEnded, type MoveDependencies, owner, type Shown } from "./types";

/** Exchanges a session for one of `running`. Null when it has ended, or its user may not sign in. */
export function createExchange(
  dependencies: MoveDependencies,
  adopt: Adopt,
  answerCopy: AnswerCopy,
) {
  const { make, claims, policy, clock, store, onEnded, onMoved } = dependencies;

  async function exchange(
    running: SessionStrategy,
    shown: Shown & { session: Session },
    request: RequestParts,
  ): Promise<SessionStrategy | null> {
    const { from, session } = shown;
    // Later than the cookie of the request, even if the clocks of servers differ.
    const at = Math.max(clock(), session.renewedAt + 1);
    const { id, authTime, user, short, method } = session;
    const { proof } = shown;
    const claim = { id, authTime, short, method, userId: user.id, proof, at, to: running.name };
    try {
      const issued = await issue(running, shown, claim, request);
      if (!(await stillStands(running, shown, issued))) return null;
      await onMoved("moved", claim, request);
      give(issued, running, from, request);
      return running;
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      if (error.reason === "disabled") return null;
      // One of several parallel requests exchanges the session; the others get the same session.
      const { claim: taken } = (await claims?.find(proof, owner(session))) ?? {};
      return taken && taken.at > session.renewedAt
        ? answerCopy(shown, taken, request, false)
        : null;
    }
  }

  /** The new session, in one transaction with the claim to it and the end of the old row. */
  async function issue(
    running: SessionStrategy,
    { from, cookie, session }: Shown & { session: Session },
    claim: Claim,
    request: RequestParts,
  ): Promise<IssuedSession> {
    const row = from.records ? { id: session.id } : importedBy(from)?.rowOf?.(cookie);
    const until = absoluteEnd(policy, session.authTime);
    if (running.records && claims) {
      const { take } = claims;
      const claiming = withClaim(store, row, (run) => take(run, claim, session.renewedAt, until));
      const target = make(running.name, { store: claiming, onEnded: butReplaced(onEnded) });
      return adopt(target ?? running, session.user, claim, request);
    }
    const issued = await adopt(running, session.user, claim, request);
    const gone = (await claims?.takeAlone(claim, session.renewedAt, until, row)) ?? [];
    // Delete their copies too.
    for (const tokenHash of gone) await store.remove({ tokenHash });
    return issued;
  }

  /** The session may have been ended during the exchange. */
  async function stillStands(
    running: SessionStrategy,
    { from, cookie, proof, session }: Shown & { session: Session },
    issued: IssuedSession,
  ): Promise<boolean> {
    const known = (await claims?.find(proof, owner(session))) ?? {};
    const ended =
      hasEnded(session, known) ||
      (from.revocation && !from.records && !(await from.read(cookie))) ||
      (running.revocation && !running.records && !(await running.read(issued.cookie)));
    if (ended) await running.end(issued.cookie);
    return !ended;
  }

  return exchange;
}

/** A row that is replaced is not a session that ended. */
const butReplaced =
  (onEnded: StrategyDependencies["onEnded"]): StrategyDependencies["onEnded"] =>
  async (ended, reason) =>
    reason === "new-sign-in" ? undefined : onEnded?.(ended, reason);
