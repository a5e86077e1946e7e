import { accessKnownUntil, refreshSession } from "./refresh";
import { requestTimeout } from "./request-limit";

interface KeepAliveOptions {
  /** Milliseconds; null where there is no access token. */
  accessExpiresIn: number | null;
  /** Milliseconds; null without an idle timeout. */
  recordActivityEvery: number | null;
}

/** How many milliseconds before the end of an access token it is refreshed. For a very short one, half of its life. */
const EARLY = 2 * 60_000;
/**
 * Milliseconds until the next attempt after a failure; doubled after each further failure. Short, because a refresh can
 * be repeated only within REFRESH_REUSE_GRACE; later, the server treats it as theft.
 */
const AGAIN = 1_000;
const AGAIN_AT_MOST = 30_000;
/** This many attempts are made even if the user is idle or the page is hidden, to finish a refresh that has begun. */
const TRIES = 4;
const INPUT = ["pointerdown", "keydown", "scroll"] as const;

/** Without an access token, Auth.js's own session route renews what is due. Never throws. */
export async function recordActivity(hasAccessToken: boolean): Promise<void> {
  if (hasAccessToken) await refreshSession();
  else await fetch("/api/auth/session", { signal: requestTimeout() }).catch(() => null);
}

/**
 * Refreshes the access token before it ends, and records activity that sends no request, like typing. With an
 * idle timeout it only does so while the user is active: an open tab does not keep a session alive. A hidden page waits
 * until it is visible, unless it has to repeat a request. Returns a function that stops it.
 */
export function keepAlive({ accessExpiresIn, recordActivityEvery }: KeepAliveOptions): () => void {
  let due =
    Date.now() + (accessExpiresIn ? beforeEnd(accessExpiresIn) : (recordActivityEvery ?? 0));
  let seen = accessKnownUntil();
  let active = false;
  let busy = false;
  let failures = 0;
  if (accessExpiresIn === null && recordActivityEvery === null) return () => {};

  /** Returns when the next one is due. */
  async function act(): Promise<number> {
    if (accessExpiresIn === null) {
      await recordActivity(false);
      return Date.now() + (recordActivityEvery ?? 0);
    }
    const byAnotherTab = accessKnownUntil() !== seen;
    const refreshed = byAnotherTab
      ? { state: "refreshed" as const, until: accessKnownUntil() }
      : await refreshSession();
    seen = accessKnownUntil();
    if (refreshed.state === "ended") stop();
    const left = refreshed.state === "refreshed" ? refreshed.until - Date.now() : 0;
    failures = left > 0 ? 0 : failures + 1;
    const again = Math.min(AGAIN * 2 ** (failures - 1), AGAIN_AT_MOST);
    return Date.now() + (left > 0 ? beforeEnd(left) : again);
  }

  async function tick() {
    const begun = failures > 0 && failures <= TRIES;
    const wanted = !document.hidden && (recordActivityEvery === null || active);
    if (busy || !(wanted || begun) || !navigator.onLine || Date.now() < due) return;
    busy = true;
    due = await act();
    active = busy = false;
  }

  const noteInput = () => {
    active = true;
    void tick();
  };
  const timer = setInterval(tick, 1000);
  for (const kind of INPUT) addEventListener(kind, noteInput, { passive: true, capture: true });
  document.addEventListener("visibilitychange", tick);
  addEventListener("online", tick);

  function stop() {
    clearInterval(timer);
    for (const kind of INPUT) removeEventListener(kind, noteInput, { capture: true });
    document.removeEventListener("visibilitychange", tick);
    removeEventListener("online", tick);
  }
  return stop;
}

/** How long to wait, if `left` milliseconds remain. */
const beforeEnd = (left: number) => left - Math.min(EARLY, left / 2);
