// Limits the cost of the demo routes, per client and for the whole process. The counts are in memory: they protect this
// process and the database.
import "server-only";
import { atMost } from "@/lib/at-most";
import { Overloaded } from "@/lib/errors";
import { clientAddress, clientNetwork } from "@/lib/http/client-address";
import { json } from "@/lib/http/respond";

/** Seconds. */
const WINDOW = 10;
/** Requests per window. A page of the demo sends one or two per second; a story of Compare counts as STORY requests. */
export const PER_CLIENT = 300;
export const PER_PROCESS = 1_500;
export const STORY = 20;
/** Requests that are worked on at the same time. */
export const AT_ONCE = 24;

interface Counts {
  running: number;
  /** The end of the window, when all counts are reset. Ms since the epoch. */
  until: number;
  process: number;
  clients: Map<string, number>;
}

// On globalThis, because each route is a separate bundle and they share the counts.
const shared = globalThis as { demoCounts?: Counts };

function counts(): Counts {
  shared.demoCounts ??= { running: 0, until: 0, process: 0, clients: new Map() };
  const all = shared.demoCounts;
  if (Date.now() >= all.until)
    Object.assign(all, { until: Date.now() + WINDOW * 1000, process: 0, clients: new Map() });
  return all;
}

/** Runs `work`, or answers 429 with the seconds to wait in Retry-After. `points` is how many requests it counts as. */
export async function withinLimits(
  headers: Headers,
  points: number,
  work: () => Promise<Response>,
): Promise<Response> {
  const all = counts();
  if (all.running >= AT_ONCE) return busy(1);
  const wait = Math.ceil((all.until - Date.now()) / 1000);
  // The process is counted first, so that the number of stored clients is limited.
  if (all.process + points > PER_PROCESS) return busy(wait);
  all.process += points;
  const address = clientAddress(headers);
  if (address) {
    const network = clientNetwork(address);
    const used = (all.clients.get(network) ?? 0) + points;
    if (used > PER_CLIENT) return busy(wait);
    all.clients.set(network, used);
  }
  all.running++;
  try {
    return await work();
  } finally {
    all.running--;
  }
}

/**
 * For expensive work: two requests run at a time, a few wait, and the others get 429. A visitor is not refused just because
 * two others are running.
 */
export function oneAfterTheOther() {
  const inTurn = atMost("A story of the lab", 2, 4);
  return async (work: () => Promise<Response>): Promise<Response> => {
    try {
      return await inTurn(work);
    } catch (error) {
      if (error instanceof Overloaded) return busy(1);
      throw error;
    }
  };
}

const busy = (seconds: number) =>
  json({ error: "busy" }, 429, { "Retry-After": String(Math.max(1, seconds)) });
