const running = new Map<string, Promise<unknown>>();

/** Runs `work`, or joins the run that this process has begun for the same `key`, up to `after` ms past its end. */
export function singleFlight<T>(key: string, work: () => Promise<T>, after = 0): Promise<T> {
  const begun = running.get(key);
  if (begun) return begun as Promise<T>;
  const forget = () => running.delete(key);
  const run = work();
  running.set(key, run);
  run.then(() => (after > 0 ? setTimeout(forget, after).unref() : forget()), forget);
  return run;
}
