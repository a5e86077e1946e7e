import { expect } from "vitest";
import { findUser } from "@/lib/accounts/users";
// #region store
import { sessionStore } from "@/lib/session/store";
// #endregion
// #region marks
import { sessionMarks } from "@/lib/session/store/marks";
// #endregion
// #region store
// Loaded before the first request is timed: transforming it takes seconds on a busy machine.
import "@/lib/session/store/table";
// #endregion
import { type StrategyName, strategies, strategyNames } from "@/lib/session/strategies";
import type { SessionStrategy, SessionUser, StrategyDependencies } from "@/lib/session/strategy";
import { createClock } from "./clock";
import { sessionRows } from "./database";
import { policy, secrets } from "./sessions";

/** Every strategy in the registry runs the contract tests. */
export const everyStrategy = strategyNames;

/** A strategy with the real store and a clock that can be set. */
export function setUp(name: StrategyName, changes: Partial<StrategyDependencies> = {}) {
  const clock = createClock();
  const dependencies = {
    policy,
    clock,
    secrets,
    findUser,
    // #region store
    store: sessionStore,
    // #endregion
    // #region marks
    marks: sessionMarks,
    // #endregion
    ...changes,
  };
  return { clock, strategy: strategies[name].create(dependencies) };
}

const strategiesThat = (can: (strategy: SessionStrategy) => unknown) =>
  everyStrategy.filter((name) => can(setUp(name).strategy));

// #region refresh
/** Strategies with refresh tokens. */
export const rotating = strategiesThat(({ refresh }) => refresh);
// #endregion

/** Whether the cookie contains the user. Otherwise each request reads the user. */
export const carriesUser = ({ roleNoticedWithin }: SessionStrategy) => roleNoticedWithin !== 0;

// #region revocation
/** Strategies that can end a session before it expires. */
export const revocable = strategiesThat(({ revocation }) => revocation);

/** The same as setUp, for one of them. */
export function setUpRevocation(name: StrategyName, changes?: Partial<StrategyDependencies>) {
  const { strategy, clock } = setUp(name, changes);
  if (!strategy.revocation) throw new Error(`${name} cannot end sessions`);
  return { strategy, clock, revocation: strategy.revocation };
}
// #endregion

// #region records
/** Strategies that keep a record of each session. */
export const recording = strategiesThat(({ records }) => records);

/** The same as setUp, for one of them. */
export function setUpRecords(name: StrategyName, changes?: Partial<StrategyDependencies>) {
  const { strategy, clock } = setUp(name, changes);
  return { strategy, clock, sessions: recordsOf(strategy) };
}

/** Lists and ends a user's sessions. */
export function recordsOf({ name, records, revocation }: SessionStrategy) {
  if (!records || !revocation) throw new Error(`${name} keeps no records`);
  return { ...records, ...revocation };
}
// #endregion

/** All stores, with answers that wait at `gate`: simulates a slow request. */
export function gatedReads(gate: { pass(): Promise<void> }): Partial<StrategyDependencies> {
  return {
    // #region store
    store: {
      ...sessionStore,
      async find(key) {
        const row = await sessionStore.find(key);
        await gate.pass();
        return row;
      },
    },
    // #endregion
    // #region marks
    marks: {
      ...sessionMarks,
      async find(...which) {
        const found = await sessionMarks.find(...which);
        await gate.pass();
        return found;
      },
    },
    // #endregion
  };
}

/** The rows of a user's sessions, read without the strategy and the proxy. Empty without records. */
export const storedSessions = (_strategy: SessionStrategy, user: SessionUser) => sessionRows(user);

/** Only their ids. */
export const storedIds = async (strategy: SessionStrategy, user: SessionUser) =>
  (await storedSessions(strategy, user)).map(({ id }) => id);

/** Expects exactly these sessions of the user in the store, or none if the strategy keeps no records. */
export async function expectStored(strategy: SessionStrategy, user: SessionUser, ids: string[]) {
  expect(await storedIds(strategy, user)).toEqual(strategy.records ? ids : []);
}
