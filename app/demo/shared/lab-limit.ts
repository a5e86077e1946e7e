// What the routes of the demo may cost, for each client and in this process as a whole. The counts are in memory: they
// protect this process, and what it asks of the database.
import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { clientAddress, clientNetwork } from "@/lib/http/client-address";
import { json } from "@/lib/http/respond";

/** Seconds. */
const WINDOW = 10;
/** In a window. A page of the demo asks once or twice a second; a story of Compare counts as STORY requests. */
export const PER_CLIENT = 300;
export const PER_PROCESS = 1_500;
export const STORY = 20;
/** Requests that are worked on at the same time. */
export const AT_ONCE = 24;

interface Counts {
  running: number;
  process: RateLimiterMemory;
  clients: RateLimiterMemory;
}

// On globalThis: each route is a bundle of its own, and they count together.
const shared = globalThis as { demoCounts?: Counts };

function counts(): Counts {
  shared.demoCounts ??= {
    running: 0,
    process: new RateLimiterMemory({ points: PER_PROCESS, duration: WINDOW }),
    clients: new RateLimiterMemory({ points: PER_CLIENT, duration: WINDOW }),
  };
  return shared.demoCounts;
}

/** Runs `work`, or answers 429 with the seconds to wait in Retry-After. `points` is how many requests it counts as. */
export async function withinLimits(
  headers: Headers,
  points: number,
  work: () => Promise<Response>,
): Promise<Response> {
  const all = counts();
  if (all.running >= AT_ONCE) return busy(1);
  try {
    // The process first: so there are never more clients to remember than it takes requests.
    await all.process.consume("all", points);
    const address = clientAddress(headers);
    if (address) await all.clients.consume(clientNetwork(address), points);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return busy(Math.ceil(refusal.msBeforeNext / 1000));
  }
  all.running++;
  try {
    return await work();
  } finally {
    all.running--;
  }
}

export const busy = (seconds: number) =>
  json({ error: "busy" }, 429, { "Retry-After": String(Math.max(1, seconds)) });
