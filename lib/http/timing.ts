// #region postgres
// Measures what one request costs, and the time of the session check. SQL statements and Redis commands are counted.
// A statement is one call of a pg client's `query`: BEGIN and COMMIT count, the connection's handshake
// does not. A Prisma call counts for each statement that it sends: a findUnique is 1, an `include` one more per relation.
// Prisma combines all findUniques of one tick into one statement, which counts for the first of them.
// #endregion
// without postgres: // Measures the time of the session check.

import { AsyncLocalStorage } from "node:async_hooks";

export interface Cost {
  // #region postgres
  sql: number;
  redis: number;
  // #endregion
  /** Milliseconds inside `timeAuth`. */
  auth: number;
  // #region demo
  /** The statements, if requested. They contain placeholders instead of values. */
  statements?: string[];
  // #endregion
}

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { requestCost?: AsyncLocalStorage<Cost | undefined> };
shared.requestCost ??= new AsyncLocalStorage();
const current = shared.requestCost;

/** Runs `work` and returns what it cost. Does not wait for work that continues in the background. */
export async function measured<T>(work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const cost: Cost = {
    // #region postgres
    sql: 0,
    redis: 0,
    // #endregion
    auth: 0,
  };
  // Awaited inside: a Prisma call is not sent before someone awaits it.
  const result = await current.run(cost, async () => await work());
  return { result, cost };
}

/** Counts one statement for the current request; outside of `measured` it does nothing. */
export function countSql(): void {
  const cost = current.getStore();
  if (cost) cost.sql++;
}

// #region demo
/** Notes what countSql has counted, if `statement` has a text. */
export function noteSql(statement: unknown): void {
  const text = (statement as { text?: unknown } | null)?.text ?? statement;
  if (typeof text === "string") current.getStore()?.statements?.push(text);
}

/** Like `measured`, and also says which statements were sent. */
export async function measuredInFull<T>(
  work: () => Promise<T>,
): Promise<{ result: T; cost: Cost }> {
  const cost: Cost = { sql: 0, redis: 0, auth: 0, statements: [] };
  return { result: await current.run(cost, async () => await work()), cost };
}
// #endregion

/**
 * What `callback` counts is counted for the current request, whoever calls it. AsyncLocalStorage.bind does the same,
 * but costs half as much as a whole statement.
 */
export function countedHere<Arguments extends unknown[]>(callback: (...args: Arguments) => void) {
  const cost = current.getStore();
  return (...args: Arguments): void => current.run(cost, callback, ...args);
}

/** Counts one Redis command for the current request; outside of `measured` it does nothing. */
export function countRedis(): void {
  const cost = current.getStore();
  if (cost) cost.redis++;
}

/** Adds the time that `check` takes to the request's `auth`, also when it fails; outside of `measured` it does nothing. */
export function timeAuth<T>(check: () => Promise<T>): Promise<T> {
  const cost = current.getStore();
  if (!cost) return check();
  const start = performance.now();
  return check().finally(() => {
    cost.auth += performance.now() - start;
  });
}

// #region postgres
/** The value of a `Server-Timing` header: `auth;dur=0.42, sql;desc="1", redis;desc="0"`. */
// #endregion
// without postgres: /** The value of a `Server-Timing` header: `auth;dur=0.42`. */
export function toServerTiming(cost: Cost): string {
  // #region postgres
  return `auth;dur=${cost.auth.toFixed(2)}, sql;desc="${cost.sql}", redis;desc="${cost.redis}"`;
  // #endregion
  // without postgres: return `auth;dur=${cost.auth.toFixed(2)}`;
}
