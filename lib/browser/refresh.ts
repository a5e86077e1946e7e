// Refreshes the session, in the browser. Under a strategy without refresh tokens nothing calls it.
import { requestTimeout } from "./request-limit";
import { remainingUntil } from "./server-time";
import { readShared, writeShared } from "./storage";

/** Shared by all tabs of this browser: when the access token expires, by this computer's clock (ms). */
const KEY = "session.access-expires";

/**
 * Milliseconds. Longer than a refresh takes, so a tab that holds the lock for longer is frozen. Shorter than
 * REFRESH_REUSE_GRACE: within that time a second refresh does no harm.
 */
const LONG_ENOUGH = 7_000;

const LOCK = "session-refresh";

/** "unknown": there was no answer. It does not mean that the session has ended. */
export type Refreshed = { state: "refreshed"; until: number } | { state: "ended" | "unknown" };

/** When the access token expires, as far as this browser knows: ms since the epoch, 0 if unknown. */
export const accessKnownUntil = () => Number(readShared(KEY) ?? 0);

/**
 * Exchanges the refresh token for a new pair, once for all tabs: a tab that waited for the lock finds it done. Waits for
 * LONG_ENOUGH at most, then makes two attempts of a few seconds. Never throws.
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

/** A lost answer may have contained the new pair. For a short time the server gives the same pair again. */
async function tryRefresh(): Promise<Refreshed> {
  try {
    const response = await fetch("/api/session/refresh", {
      method: "POST",
      signal: requestTimeout(),
    });
    if (response.status === 401) return { state: "ended" };
    if (!response.ok) return { state: "unknown" };
    const { accessExpires } = (await response.json()) as { accessExpires: string };
    const until = Date.now() + remainingUntil(accessExpires, response);
    writeShared(KEY, String(until));
    return { state: "refreshed", until };
  } catch {
    return { state: "unknown" };
  }
}

/**
 * Runs `work`, which changes the cookies of the session, while no tab refreshes. Otherwise the answer to an earlier refresh
 * could arrive later and restore the old cookies. Neither waits nor makes other tabs wait for long.
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
 * Runs `work` while no other tab runs its own. The browser can freeze a tab that holds the lock for hours, so after
 * LONG_ENOUGH this tab takes over the lock. Old browsers, plain http other than localhost, and browsers that allow
 * a site no storage have no locks: parallel refreshes do no harm either.
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
    // This tab was frozen and lost the lock: its work continues anyway.
    if (running) return running;
    if (!(error instanceof DOMException)) throw error;
  }
  return navigator.locks.request(LOCK, { steal: true }, begin).catch(() => running ?? begin());
}
