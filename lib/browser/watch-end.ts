import { cover, isCovered, uncover } from "./cover";
import { requestTimeout } from "./request-limit";
import { remainingUntil } from "./server-time";
import { onOtherTab } from "./tabs";
import { onWake } from "./wake";

export type End =
  | { state: "far" }
  /** `stay` is activity. */
  | ({ state: "near"; stay: () => Promise<Stayed> } & Moment)
  /** `restored`: the browser has kept the page and shows it again. */
  | { state: "ended"; restored: boolean };

/** When a session ends, in ms since the epoch: `until` by this computer's clock, `expires` by the server's. */
interface Moment {
  until: number;
  expires: number;
}

/** When the session of the page ends (ms since the epoch, by the server's clock), and in how many ms. */
export interface Shown {
  expires: number;
  expiresIn: number;
}

/** "limit": activity cannot extend the session. "unknown": there was no answer. */
export type Stayed = "stayed" | "limit" | "unknown";

/** How many milliseconds before the end the warning is shown. For a very short session, half of it. */
const WARNING = 60_000;
/** While a warning is shown, another tab may extend the session. Interval between two checks (ms). */
const LOOK = 3_000;
/** The longest delay of a browser's timer. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls `onChange` when the session is about to end, when its end has moved, and when it has ended.
 * It asks the server first, which knows about other tabs. If the session may have ended while the computer slept or while
 * the browser kept the page, the page is covered until the server has answered. After "ended" it stays covered, and the
 * caller uncovers it. `recordActivity` keeps the session alive. Returns a function that stops it.
 */
export function watchEnd(
  { expires, expiresIn }: Shown,
  recordActivity: () => Promise<unknown>,
  onChange: (end: End) => void,
): () => void {
  const warning = Math.min(WARNING, expiresIn / 2);
  let until = Date.now() + expiresIn;
  let warned = false;
  let stopped = false;
  let restored = false;
  let timer: ReturnType<typeof setTimeout>;

  const schedule = (wait: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, Math.min(Math.max(wait, 0), LONGEST));
  };

  async function look() {
    if (!warned && !isCovered() && until - Date.now() > warning + 1000)
      return schedule(until - Date.now() - warning);
    return ask();
  }

  async function ask() {
    const asked = await askUntil();
    if (stopped) return;
    if (asked === "ended") return onChange({ state: "ended", restored });
    if (asked === "unknown" && isCovered()) return schedule(LOOK);
    if (typeof asked === "object") {
      ({ until, expires } = asked);
      restored = false;
      uncover();
    }
    const left = until - Date.now();
    if (left > warning + 1000) {
      if (warned) onChange({ state: "far" });
      warned = false;
      return schedule(left - warning);
    }
    if (!warned) onChange({ state: "near", until, expires, stay });
    warned = true;
    schedule(left > 0 ? Math.min(LOOK, Math.max(left, 250)) : LOOK);
  }

  async function stay(): Promise<Stayed> {
    const before = expires;
    await recordActivity();
    const asked = await askUntil();
    if (asked === "unknown") return "unknown";
    if (asked === "ended" || asked.expires < before + 1000) return "limit";
    ({ until, expires } = asked);
    warned = false;
    onChange({ state: "far" });
    schedule(until - Date.now() - warning);
    return "stayed";
  }

  const stopWaking = onWake({
    wake() {
      if (Date.now() >= until) cover();
      void look();
    },
    leave: cover,
    restore() {
      restored = true;
      void ask();
    },
  });
  const stopListening = onOtherTab(() => void ask());
  schedule(expiresIn - warning);
  return () => {
    stopped = true;
    clearTimeout(timer);
    stopWaking();
    stopListening();
    uncover();
  };
}

/** Asks the server when the session ends. This does not count as activity. */
export async function askUntil(): Promise<Moment | "ended" | "unknown"> {
  try {
    const response = await fetch("/api/session", { cache: "no-store", signal: requestTimeout() });
    if (!response.ok) return "unknown";
    const { expires } = (await response.json()) as { expires: string | null };
    if (!expires) return "ended";
    const until = Date.now() + remainingUntil(expires, response);
    return { until, expires: Date.parse(expires) };
  } catch {
    return "unknown";
  }
}
