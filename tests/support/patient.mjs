// Preloaded into the servers of the browser tests, and imported by the contract: the app's timeouts are twenty times
// longer, so that a busy machine does not look like a failing database. Servers that test the timeouts do not use this.
// Contract tests of the timeouts call setRealLimits, and so does a network or provider that hangs on purpose.
import { AsyncLocalStorage } from "node:async_hooks";

const LONGER = 20;
const LONGEST = 2 ** 31 - 1;
/** The timeout of Redis (features/redis/client.ts). */
const REDIS = 250;

const lengthen = (delay) => (globalThis.realLimits ? delay : Math.min(delay * LONGER, LONGEST));

globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (wait, self, [run, delay, ...rest]) =>
    wait.call(self, run, delay >= 1_000 || delay === REDIS ? lengthen(delay) : delay, ...rest),
});
// The timeout of providers (lib/authjs/provider-fetch.ts).
const { timeout } = AbortSignal;
AbortSignal.timeout = (delay) => timeout.call(AbortSignal, lengthen(delay));
// Replaces lib/database/request-limit.ts's storage: no request reaches the limit.
const databaseWait = new AsyncLocalStorage();
globalThis.databaseWait = {
  run: (request, work) => databaseWait.run(request, work),
  getStore: () => (globalThis.realLimits ? databaseWait.getStore() : undefined),
};
