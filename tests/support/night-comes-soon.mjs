// Preloaded into a server: timers longer than half a minute become half a second, so the nightly cleanup runs twice a
// second.
globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (wait, self, [run, delay, ...rest]) =>
    wait.call(self, run, delay > 30_000 ? 500 : delay, ...rest),
});
