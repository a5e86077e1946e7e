/** Milliseconds to wait for a turn: a tab that hangs in the middle of its own must not stop the others. */
const PATIENCE = 30_000;

const last = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while nothing else of this `name` runs, in any tab. For requests whose answers set the same
 * cookie: the answer that arrives last decides what the cookie holds, so a poll that began before an action
 * and ends after it would undo the action.
 */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Old browsers, and plain http other than localhost, have no locks across tabs.
  if (!navigator.locks) return inTurnHere(name, work);
  let begun: Promise<T> | undefined;
  const begin = () => {
    begun = work();
    return begun;
  };
  const options = { signal: AbortSignal.timeout(PATIENCE) };
  return navigator.locks.request(`demo ${name}`, options, begin).catch(() => begun ?? work());
}

function inTurnHere<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
  last.set(name, turn);
  return turn;
}
