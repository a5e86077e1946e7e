// The one place that gives a strategy what it depends on: a store, the clock, the policy, the secrets.
import "server-only";
// #region audit
import { headers } from "next/headers";
import { audit } from "@/features/audit/audit";
// #endregion
import { findUser } from "../accounts/users";
import { env, sessionPolicy } from "../env";
import { clientAddress } from "../http/client-address";
// #region store
import { sessionStore } from "./store";
// #endregion
// #region marks
import { sessionMarks } from "./store/marks";
// #endregion
import type { SessionStrategy, StrategyDependencies, StrategyDescriptor } from "./strategy";

/** A strategy as the app runs it, except for `changes`: the lab, the bench and the tests set another clock or policy. */
export function assemble(
  { create }: StrategyDescriptor,
  changes: Partial<StrategyDependencies> = {},
): SessionStrategy {
  return create({
    policy: sessionPolicy,
    clock: Date.now,
    secrets: env.AUTH_SECRET,
    // #region store
    store: sessionStore,
    // #endregion
    // #region marks
    marks: sessionMarks,
    // #endregion
    findUser: env.DATABASE_URL ? findUser : undefined,
    ...changes,
  });
}

// #region audit
/** How many sessions get an event of their own. When a limit is lowered, thousands may end at once. */
const EACH = 10;

/** Records sessions that a strategy ended by its own rules in the audit trail. */
export const auditEnded: StrategyDependencies["onEnded"] = async (ended, reason) => {
  const ip = clientAddress(await headers());
  for (const { id, userId } of ended.slice(0, EACH))
    await audit(`session-ended-by-${reason}`, { userId, sessionId: id, ip });
  const more = ended.length - EACH;
  if (more > 0)
    await audit(`session-ended-by-${reason}`, {
      userId: ended[0]?.userId,
      ip,
      detail: `${more} more`,
    });
};
// #endregion
