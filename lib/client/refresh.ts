// The browser's half of a session that refreshes. Under a strategy without refresh tokens nothing calls it.
import { remainingUntil } from "./server-time";

/** What all tabs of this browser know: when the access token ends, on this computer's clock (ms). */
const KEY = "session.access-expires";

/** "unknown" is no sign-out: no answer could be had. */
export type Refreshed = { state: "refreshed"; until: number } | { state: "ended" | "unknown" };

/** When the access token ends as far as the tabs of this browser know: ms since the epoch, 0 if they do not. */
export const accessKnownUntil = () => Number(localStorage.getItem(KEY) ?? 0);

/** Calls `listener` after each refresh that the tabs know of. Returns what stops it. */
export function onRefresh(listener: (by: "this tab" | "another tab") => void): () => void {
  const here = () => listener("this tab");
  const elsewhere = ({ key }: StorageEvent) => key === KEY && listener("another tab");
  refreshes.addEventListener("refresh", here);
  addEventListener("storage", elsewhere);
  return () => {
    refreshes.removeEventListener("refresh", here);
    removeEventListener("storage", elsewhere);
  };
}

const refreshes = new EventTarget();

/**
 * Trades the refresh token for a new pair, once for all tabs: whoever waits for the lock finds the work done.
 * Never throws.
 */
export function refreshSession(): Promise<Refreshed> {
  const before = accessKnownUntil();
  return withLock(async () => {
    const known = accessKnownUntil();
    if (known !== before) return { state: "refreshed", until: known };
    try {
      const response = await fetch("/api/session/refresh", { method: "POST" });
      if (response.status === 401) return { state: "ended" };
      if (!response.ok) return { state: "unknown" };
      const { accessExpires } = (await response.json()) as { accessExpires: string };
      const until = Date.now() + remainingUntil(accessExpires, response);
      localStorage.setItem(KEY, String(until));
      refreshes.dispatchEvent(new Event("refresh"));
      return { state: "refreshed", until };
    } catch {
      return { state: "unknown" };
    }
  });
}

/** Old browsers, and plain http other than localhost, have no locks: parallel refreshes do no harm either. */
async function withLock<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request("session-refresh", work) : work();
}
