import { expiryFrom, limitsOf, type SessionTimes } from "./policy";
import type { EdgeDependencies, Session, SignInContext } from "./strategy";
import { newToken } from "./tokens/reference-token";

interface NewIdentity {
  id: string;
  // #region store
  /** 256 bits, base64url: the token itself, or the seed of tokens. */
  seed: string;
  // #endregion
  times: SessionTimes & Pick<Session, "method">;
}

// #region keep
/** The identity of a new session, or of a session that is exchanged for one of another strategy. */
// #endregion
export function newIdentity(
  { policy, clock }: Pick<EdgeDependencies, "policy" | "clock">,
  { adopt, short, method }: Pick<SignInContext, "adopt" | "short" | "method"> = {},
): NewIdentity {
  const renewedAt = adopt?.at ?? clock();
  const authTime = adopt?.authTime ?? renewedAt;
  return {
    id: adopt?.id ?? crypto.randomUUID(),
    // #region store
    seed: adopt?.seed ?? newToken(),
    // #endregion
    times: {
      authTime,
      renewedAt,
      expires: expiryFrom(limitsOf(policy, { short }), authTime, renewedAt),
      ...(short && { short }),
      ...(method && { method }),
    },
  };
}
