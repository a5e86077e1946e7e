// Limits how long one request waits for the database in total. Each statement has its own limit (lib/database/pool.ts), but
// a sign-in sends about twelve, and would otherwise wait for all of them when the database is slow.
import { AsyncLocalStorage } from "node:async_hooks";

/** Milliseconds after which a request sends no more statements. It still waits for the running one. */
const WAIT_LIMIT = 5_000;

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { databaseWait?: AsyncLocalStorage<{ waited: number }> };
shared.databaseWait ??= new AsyncLocalStorage();
const current = shared.databaseWait;

/** Runs the work of one request that may send many statements. */
export function limitDatabaseWait<T>(work: () => Promise<T>): Promise<T> {
  return current.run({ waited: 0 }, work);
}

/** Runs the statement, or throws if the current request has already waited for 5 s. Without `limitDatabaseWait` it just runs it. */
export function askWithinLimit<T>(ask: () => Promise<T>): Promise<T> {
  const request = current.getStore();
  return request ? askWithin(request, ask) : ask();
}

async function askWithin<T>(request: { waited: number }, ask: () => Promise<T>): Promise<T> {
  if (request.waited >= WAIT_LIMIT) throw new Error("this request has waited long enough");
  const start = performance.now();
  try {
    return await ask();
  } finally {
    request.waited += performance.now() - start;
  }
}
