import { findUser } from "@/lib/accounts/users";
import type { StrategyName } from "@/lib/env-schema";
import { sessionStore } from "@/lib/session/store/table";
import { type StrategyDependencies, strategies } from "@/lib/session/strategy";
import { createClock } from "./clock";
import { policy, secrets } from "./sessions";

/** A strategy that is added to the registry is held to the contract at once. */
export const everyStrategy = Object.keys(strategies) as StrategyName[];

/** A strategy over the real store, with a clock that can be turned. */
export function setUp(name: StrategyName, changes: Partial<StrategyDependencies> = {}) {
  const clock = createClock();
  const dependencies = { policy, clock, secrets, store: sessionStore, findUser, ...changes };
  return { clock, strategy: strategies[name](dependencies) };
}

/** Those that keep a record of each session. */
export const recording = everyStrategy.filter((name) => setUp(name).strategy.sessions);

/** The same as setUp, for one of them. */
export function setUpRecords(name: StrategyName, changes?: Partial<StrategyDependencies>) {
  const { strategy, clock } = setUp(name, changes);
  if (!strategy.sessions) throw new Error(`${name} keeps no records`);
  return { strategy, clock, sessions: strategy.sessions };
}
