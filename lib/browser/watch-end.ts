import { patience } from "./request-limit";
import { remainingUntil } from "./server-time";

export type End =
  | { state: "far" }
  /** `until`: ms since the epoch. `stay` is activity. */
  | { state: "near"; until: number; stay: () => Promise<Stayed> }
  | { state: "ended" };

/** "limit": what was activity did not move the end. "unknown": no answer could be had. */
export type Stayed = "stayed" | "limit" | "unknown";

/** Milliseconds before the end. Of a very short session, half of it. */
const WARNING = 60_000;
/** While a warning is shown, another tab may be at work: it is asked this often. */
const LOOK = 3_000;
/** The longest that a browser's timer can wait. */
const LONGEST = 2 ** 31 - 1;

/**
 * Tells `onChange` when the session comes near its end, when it has moved away again, and when it is over.
 * The server is asked before anything is said, and it knows of the other tabs. `recordActivity` is how to
 * stay. Returns what stops it.
 */
export function watchEnd(
  expiresIn: number,
  recordActivity: () => Promise<unknown>,
  onChange: (end: End) => void,
): () => void {
  const warning = Math.min(WARNING, expiresIn / 2);
  let until = Date.now() + expiresIn;
  let warned = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout>;

  const schedule = (wait: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, Math.min(Math.max(wait, 0), LONGEST));
  };

  async function look() {
    if (!warned && until - Date.now() > warning + 1000)
      return schedule(until - Date.now() - warning);
    const asked = await askUntil();
    if (asked === "ended") return onChange({ state: "ended" });
    if (typeof asked === "number") until = asked;
    const left = until - Date.now();
    if (left > warning + 1000) {
      if (warned) onChange({ state: "far" });
      warned = false;
      return schedule(left - warning);
    }
    if (!warned) onChange({ state: "near", until, stay });
    warned = true;
    schedule(left > 0 ? Math.min(LOOK, Math.max(left, 250)) : LOOK);
  }

  async function stay(): Promise<Stayed> {
    const before = until;
    await recordActivity();
    const asked = await askUntil();
    if (asked === "unknown") return "unknown";
    if (typeof asked !== "number" || asked < before + 1000) return "limit";
    until = asked;
    warned = false;
    onChange({ state: "far" });
    schedule(until - Date.now() - warning);
    return "stayed";
  }

  schedule(expiresIn - warning);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** When the session ends (ms since the epoch). Asking is no activity. */
export async function askUntil(): Promise<number | "ended" | "unknown"> {
  try {
    const response = await fetch("/api/session", { cache: "no-store", signal: patience() });
    if (!response.ok) return "unknown";
    const { expires } = (await response.json()) as { expires: string | null };
    return expires ? Date.now() + remainingUntil(expires, response) : "ended";
  } catch {
    return "unknown";
  }
}
