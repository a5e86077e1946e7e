import { useSyncExternalStore } from "react";

// The header may have been rendered earlier than the page, or from a cookie that is still accepted without a store. A
// page that has read the store has the newer answer.

const KEY = "session-ended";
const EVENT = "session-ended";
/** The id of the session that the header shows. */
let shown: string | undefined;
let ended: string | undefined;

/** Called by the header with the id of the session that it shows. */
export function noteShownSession(id: string): void {
  shown = id;
}

/** Called by a page that has found that nobody is signed in (any more). */
export function noteEnded(): void {
  if (!shown) return;
  ended = shown;
  try {
    sessionStorage.setItem(KEY, shown);
  } catch {} // Storage is forbidden: then this is known only until the next document.
  window.dispatchEvent(new Event(EVENT));
}

/** Whether a page in this tab has found that this session is over. */
export function useIsEnded(id: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => endedSession() === id,
    () => false,
  );
}

function endedSession(): string | null | undefined {
  try {
    return ended ?? sessionStorage.getItem(KEY);
  } catch {
    return ended;
  }
}

function subscribe(onChange: () => void) {
  window.addEventListener(EVENT, onChange);
  return () => window.removeEventListener(EVENT, onChange);
}
