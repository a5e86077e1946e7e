// The browser's half of a session that refreshes. Under a strategy without refresh tokens nothing calls it.
import { patience } from "./request-limit";
import { remainingUntil } from "./server-time";

/** What all tabs of this browser know: when the access token ends, on this computer's clock (ms). */
const KEY = "session.access-expires";

/** Milliseconds: more than a refresh takes. */
const LONG_ENOUGH = 7_000;

/** "unknown" is no sign-out: no answer could be had. */
export type Refreshed = { state: "refreshed"; until: number } | { state: "ended" | "unknown" };

/** When the access token ends as far as the tabs of this browser know: ms since the epoch, 0 if they do not. */
export const accessKnownUntil = () => Number(localStorage.getItem(KEY) ?? 0);

/**
 * Trades the refresh token for a new pair, once for all tabs: whoever waits for the lock finds the work done.
 * Takes two tries of a few seconds at most. Never throws.
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
  const begin = () => {
    result = work();
    return Promise.race([result, new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH))]);
  };
  await withLock<unknown>(begin, AbortSignal.timeout(LONG_ENOUGH)).catch(() => {});
  return result ?? work();
}

/** Old browsers, and plain http other than localhost, have no locks: parallel refreshes do no harm either. */
async function withLock<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!navigator.locks) return work();
  return navigator.locks.request("session-refresh", { signal }, work);
}
