import { findUser } from "@/lib/accounts/users";
import { env, type StrategyName, sessionPolicy } from "@/lib/env";
import { sessionStore } from "@/lib/session/store";
import { strategies } from "@/lib/session/strategies";

/** Milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** A strategy as auth.ts makes it, with a clock of one's own. */
export function createStrategy(name: StrategyName, clock = Date.now) {
  const dependencies = { policy: sessionPolicy, secrets: env.AUTH_SECRET, store: sessionStore };
  return strategies[name].create({ ...dependencies, clock, findUser });
}
