// Preloaded into the servers of the browser tests, and imported by the contract: waits that the app limits to seconds
// last twenty times as long, so that a busy machine is not taken for a database that gives no answer. What tests the
// limits themselves does without.
const LONGER = 20;
const LONGEST = 2 ** 31 - 1;

globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (wait, self, [run, delay, ...rest]) =>
    wait.call(self, run, delay >= 1_000 ? Math.min(delay * LONGER, LONGEST) : delay, ...rest),
});
// In the place of lib/database/request-limit.ts's own: no request has waited for long.
globalThis.databaseWait = { run: (_request, work) => work(), getStore: () => undefined };
