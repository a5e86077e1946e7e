// Preloaded into a server: whatever waits for longer than half a minute waits for half a second, and so
// it is night twice a second.
globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (wait, self, [run, delay, ...rest]) =>
    wait.call(self, run, delay > 30_000 ? 500 : delay, ...rest),
});
