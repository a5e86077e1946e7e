// The one place that gives strategies what they depend on: the store, the clock, the policy, the secrets.
import "server-only";
import { headers } from "next/headers";
import { audit } from "@/features/audit/audit";
import { findUser } from "../accounts/users";
import { env, sessionPolicy } from "../env";
import { clientAddress } from "../http/client-address";
import { sessionStore } from "./store";
import type { SessionStrategy, StrategyDependencies, StrategyDescriptor } from "./strategy";

/** A strategy as the app runs it, but for `changes`: the lab, the bench and the tests turn the clock or the policy. */
export function assemble(
  { create }: StrategyDescriptor,
  changes: Partial<StrategyDependencies> = {},
): SessionStrategy {
  return create({
    policy: sessionPolicy,
    clock: Date.now,
    secrets: env.AUTH_SECRET,
    store: sessionStore,
    findUser: env.DATABASE_URL ? findUser : undefined,
    ...changes,
  });
}

/** Events about one session each. Of a limit that is lowered, thousands may end at once. */
const EACH = 10;

/** Writes what a strategy ended by its own rules into the audit trail. */
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
