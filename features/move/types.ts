import type { RequestParts } from "../../lib/session/cookie";
import type { Session, SessionStrategy, StrategyDependencies } from "../../lib/session/strategy";
import type { Claim, Claims, Known } from "./claims";

export type MoveDependencies = Pick<
  StrategyDependencies,
  "policy" | "clock" | "secrets" | "store" | "findUser" | "onEnded"
> & {
  accepted: SessionStrategy[];
  /** The strategy of that name with other dependencies. Null for an unknown name. */
  make(name: string, changes: Partial<StrategyDependencies>): SessionStrategy | null;
  /** Null without a database: then earlier exchanges are unknown. */
  claims: Claims | null;
  /** Called for each exchanged session, and for each session that was ended because an old cookie was used again. */
  onMoved(what: "moved" | "token-reuse", claim: Claim, request: RequestParts): Promise<void>;
};

/** A session of an accepted strategy. */
export interface Shown {
  from: SessionStrategy;
  /** SHA-256 of the session cookie, or of the refresh token where that one has expired. */
  proof: string;
  cookie: string;
  session: Session | null;
}

export const owner = (session: Session | null) =>
  session ? { id: session.id, userId: session.user.id } : undefined;

/** All of the user's other sessions have been ended since, and this one too. */
export function hasEnded({ id, authTime }: Session, { ended }: Known): boolean {
  if (!ended || authTime > ended.at) return false;
  const { except, since = 0 } = ended;
  return !(id === except && authTime > since);
}
