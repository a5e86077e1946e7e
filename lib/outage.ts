// Logs why a store gives no usable answer: once per outage and cause, and once when the store is back.
// Requests that fail meanwhile add no lines.
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "./log";

export type Store = "database" | "redis";

/** Why a store gives no usable answer. `text` is for the log: with the fix, without secrets. */
export interface Fault {
  text: string;
  /** Faults with the same kind have the same cause, and are logged once. */
  kind: string;
}

/** `said` is a code, or begins with one. The first matching remedy is added to it. */
export function toFault(said: string, remedies: [pattern: RegExp, remedy: string][]): Fault {
  const remedy = remedies.find(([pattern]) => pattern.test(said))?.[1];
  return { text: remedy ? `${said} → ${remedy}` : said, kind: remedy ?? said };
}

interface Outage {
  kinds: Set<string>;
  faults: number;
}

/** Milliseconds between two checks of a store that gave no usable answer. */
const INTERVAL = 5_000;
/** The most causes that one outage logs. */
const MOST_KINDS = 5;

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { outages?: Map<Store, Outage> };
shared.outages ??= new Map();
const outages = shared.outages;

/**
 * Call it at each failure. From the first failure on, `check` runs every 5 s in the background. The outage is over when
 * `check` does not throw and nothing has failed in between.
 */
export function reportFault(store: Store, fault: Fault, check: () => Promise<unknown>): void {
  let outage = outages.get(store);
  if (!outage) {
    outage = { kinds: new Set(), faults: 0 };
    outages.set(store, outage);
    void waitForEnd(store, outage, check);
  }
  outage.faults++;
  if (outage.kinds.has(fault.kind) || outage.kinds.size === MOST_KINDS) return;
  outage.kinds.add(fault.kind);
  log.error(`[${store}] gives no usable answer: ${fault.text}`);
}

async function waitForEnd(store: Store, outage: Outage, check: () => Promise<unknown>) {
  const start = Date.now();
  let before: number;
  do {
    before = outage.faults;
    await sleep(INTERVAL, undefined, { ref: false });
  } while (outage.faults > before || !(await succeeds(check)));
  outages.delete(store);
  log.info(`[${store}] answers again, after ${Math.round((Date.now() - start) / 1000)} s`);
}

async function succeeds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
