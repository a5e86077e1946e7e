import { accessKnownUntil, refreshSession } from "./refresh";
import { patience } from "./request-limit";

interface KeepAliveOptions {
  /** Milliseconds; null where there is no access token. */
  accessExpiresIn: number | null;
  /** Milliseconds; null without an idle timeout. */
  recordActivityEvery: number | null;
}

/** Milliseconds before the end of an access token. Of a very short one, half of its life. */
const EARLY = 2 * 60_000;
/**
 * Milliseconds after a failure, twice as many after each that follows. Short, because a new pair that got lost on
 * its way can be asked for again within REFRESH_REUSE_GRACE; later, that is theft to the server.
 */
const AGAIN = 1_000;
const AGAIN_AT_MOST = 30_000;
/** As many are made where nobody is at work, too, or the page is out of sight: they belong to what was begun. */
const TRIES = 4;
const INPUT = ["pointerdown", "keydown", "scroll"] as const;

/** Without an access token, Auth.js's own session route renews what is due. Never throws. */
export async function recordActivity(hasAccessToken: boolean): Promise<void> {
  if (hasAccessToken) await refreshSession();
  else await fetch("/api/auth/session", { signal: patience() }).catch(() => null);
}

/**
 * Refreshes the access token before it ends, and records activity that sends no request, like typing. With an
 * idle timeout only while someone is at work: a tab that is merely open does not keep a session alive.
 * A page that is not visible waits until it is, unless it has to ask again. Returns what stops it.
 */
export function keepAlive({ accessExpiresIn, recordActivityEvery }: KeepAliveOptions): () => void {
  let due =
    Date.now() + (accessExpiresIn ? beforeEnd(accessExpiresIn) : (recordActivityEvery ?? 0));
  let seen = accessKnownUntil();
  let active = false;
  let busy = false;
  let failures = 0;
  if (accessExpiresIn === null && recordActivityEvery === null) return () => {};

  /** When the next one is due. */
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

/** How long to wait, of the milliseconds that are left. */
const beforeEnd = (left: number) => left - Math.min(EARLY, left / 2);
