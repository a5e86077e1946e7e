// The browser's half of a session that refreshes. Under a strategy without refresh tokens nothing calls it.
import { patience } from "./request-limit";
import { remainingUntil } from "./server-time";

/** What all tabs of this browser know: when the access token ends, on this computer's clock (ms). */
const KEY = "session.access-expires";

/**
 * Milliseconds: more than a refresh takes, so a tab that holds the lock for longer is frozen. Less than
 * REFRESH_REUSE_GRACE: within that time a refresh beside a frozen one does no harm.
 */
const LONG_ENOUGH = 7_000;

const LOCK = "session-refresh";

/** "unknown" is no sign-out: no answer could be had. */
export type Refreshed = { state: "refreshed"; until: number } | { state: "ended" | "unknown" };

/** When the access token ends as far as the tabs of this browser know: ms since the epoch, 0 if they do not. */
export const accessKnownUntil = () => Number(localStorage.getItem(KEY) ?? 0);

/**
 * Trades the refresh token for a new pair, once for all tabs: whoever waits for the lock finds the work done.
 * Waits for LONG_ENOUGH at most, then takes two tries of a few seconds. Never throws.
 */
export function refreshSession(): Promise<Refreshed> {
  const before = accessKnownUntil();
  return withLock(async () => {
    const known = accessKnownUntil();
    if (known !== before) return { state: "refreshed", until: known };
    const first = await tryRefresh();
    return first.state === "unknown" ? tryRefresh() : first;
  });
}

/** The answer that got lost may have been the new pair: soon after, the server gives the same one again. */
async function tryRefresh(): Promise<Refreshed> {
  try {
    const response = await fetch("/api/session/refresh", { method: "POST", signal: patience() });
    if (response.status === 401) return { state: "ended" };
    if (!response.ok) return { state: "unknown" };
    const { accessExpires } = (await response.json()) as { accessExpires: string };
    const until = Date.now() + remainingUntil(accessExpires, response);
    localStorage.setItem(KEY, String(until));
    return { state: "refreshed", until };
  } catch {
    return { state: "unknown" };
  }
}

/**
 * Runs `work`, which changes the cookies of the session, while no tab refreshes: the answer to a refresh that
 * began before and comes after would bring the old ones back. Neither waits nor makes others wait for long.
 */
export async function withoutRefresh<T>(work: () => Promise<T>): Promise<T> {
  let result: Promise<T> | undefined;
  await withLock(async () => {
    result = work();
    const longEnough = new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH));
    await Promise.race([result, longEnough]).catch(() => {});
  });
  return result ?? work();
}

/**
 * Runs `work` while no other tab runs its own. The browser can freeze a tab that holds the lock, for hours: after
 * LONG_ENOUGH this takes the lock away from it. Old browsers, and plain http other than localhost, have no locks:
 * parallel refreshes do no harm either.
 */
async function withLock<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  let running: Promise<T> | undefined;
  const begin = () => {
    running = work();
    return running;
  };
  try {
    return await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(LONG_ENOUGH) }, begin);
  } catch (error) {
    // Of a tab that was frozen, and lost the lock, the work goes on all the same.
    if (running) return running;
    if (!(error instanceof DOMException)) throw error;
  }
  return navigator.locks.request(LOCK, { steal: true }, begin).catch((error) => {
    if (running) return running;
    throw error;
  });
}
