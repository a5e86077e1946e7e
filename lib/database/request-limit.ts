// How long one request waits for the database, for all that it asks together. Each statement has a limit of
// its own (lib/database/pool.ts), but a sign-in sends a dozen: of a database that is slow, nobody waits for all of them.
import { AsyncLocalStorage } from "node:async_hooks";

/** Milliseconds after which a request asks no more. What is being asked then is waited for. */
const PATIENCE = 5_000;

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { databaseWait?: AsyncLocalStorage<{ waited: number }> };
shared.databaseWait ??= new AsyncLocalStorage();
const current = shared.databaseWait;

/** Runs the work of one request that may ask the database many things. */
export function withPatience<T>(work: () => Promise<T>): Promise<T> {
  return current.run({ waited: 0 }, work);
}

/** Asks, unless the request at hand has waited for 5 s already: then it throws. Outside of `withPatience` it just asks. */
export function askPatiently<T>(ask: () => Promise<T>): Promise<T> {
  const request = current.getStore();
  return request ? askWithin(request, ask) : ask();
}

async function askWithin<T>(request: { waited: number }, ask: () => Promise<T>): Promise<T> {
  if (request.waited >= PATIENCE) throw new Error("this request has waited long enough");
  const start = performance.now();
  try {
    return await ask();
  } finally {
    request.waited += performance.now() - start;
  }
}
