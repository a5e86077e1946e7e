// What one request costs: SQL statements, Redis commands, and the time spent on finding out who asks.
// A statement is one call of a pg client's `query`: BEGIN and COMMIT count, the connection's handshake
// does not. A Prisma call is as many as it sends: a findUnique is 1, an `include` one more per relation.
// Prisma makes one statement of all findUniques of one tick, which is counted for the first of them.
import { AsyncLocalStorage } from "node:async_hooks";

export interface Cost {
  sql: number;
  redis: number;
  /** Milliseconds inside `timeAuth`. */
  auth: number;
}

// On globalThis, because Next.js may load this module once per bundle, while the pool exists once.
const shared = globalThis as { requestCost?: AsyncLocalStorage<Cost | undefined> };
shared.requestCost ??= new AsyncLocalStorage();
const current = shared.requestCost;

/** Runs `work` and says what it cost. What it leaves running in the background is not waited for. */
export async function measured<T>(work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const cost: Cost = { sql: 0, redis: 0, auth: 0 };
  // Awaited inside: a Prisma call is not sent before someone awaits it.
  const result = await current.run(cost, async () => await work());
  return { result, cost };
}

/** Counts one statement for the request at hand; outside of `measured` it does nothing. */
export function countSql(): void {
  const cost = current.getStore();
  if (cost) cost.sql++;
}

/**
 * What `callback` counts is counted for the request at hand, whoever calls it. AsyncLocalStorage.bind would do
 * the same, for half as much as a whole statement takes.
 */
export function countedHere<Arguments extends unknown[]>(callback: (...args: Arguments) => void) {
  const cost = current.getStore();
  return (...args: Arguments): void => current.run(cost, callback, ...args);
}

/** Counts one Redis command for the request at hand; outside of `measured` it does nothing. */
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

/** The value of a `Server-Timing` header: `auth;dur=0.42, sql;desc="1", redis;desc="0"`. */
export function toServerTiming({ auth, sql, redis }: Cost): string {
  return `auth;dur=${auth.toFixed(2)}, sql;desc="${sql}", redis;desc="${redis}"`;
}
