import { findUser } from "@/lib/accounts/users";
import { sessionStore } from "@/lib/session/store";
// Loaded before the first request is timed: transforming it takes seconds on a busy machine.
import "@/lib/session/store/table";
import { type StrategyName, strategies, strategyNames } from "@/lib/session/strategies";
import type { SessionStrategy, SessionUser, StrategyDependencies } from "@/lib/session/strategy";
import { createClock } from "./clock";
import { sessionRows } from "./database";
import { policy, secrets } from "./sessions";

/** A strategy that is added to the registry is held to the contract at once. */
export const everyStrategy = strategyNames;

/** A strategy over the real store, with a clock that can be turned. */
export function setUp(name: StrategyName, changes: Partial<StrategyDependencies> = {}) {
  const clock = createClock();
  const dependencies = { policy, clock, secrets, store: sessionStore, findUser, ...changes };
  return { clock, strategy: strategies[name].create(dependencies) };
}

/** Those that keep a record of each session. */
export const recording = everyStrategy.filter((name) => setUp(name).strategy.records);

/** The same as setUp, for one of them. */
export function setUpRecords(name: StrategyName, changes?: Partial<StrategyDependencies>) {
  const { strategy, clock } = setUp(name, changes);
  return { strategy, clock, sessions: recordsOf(strategy) };
}

/** What lists a user's sessions, and what ends them. */
export function recordsOf({ name, records, revocation }: SessionStrategy) {
  if (!records || !revocation) throw new Error(`${name} keeps no records`);
  return { ...records, ...revocation };
}

/** Something that is stored of a session. */
interface Stored {
  id: string;
}

/** Strategies that store sessions elsewhere than in the Session table have their reader here, by name. */
const readers: Record<string, (user: SessionUser) => Promise<Stored[]>> = {};

/** What is stored of a user's sessions, read past the strategy and past a broken network. */
export function storedSessions({ name }: SessionStrategy, user: SessionUser): Promise<Stored[]> {
  return (readers[name] ?? sessionRows)(user);
}
