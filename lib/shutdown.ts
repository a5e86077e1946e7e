// How the server ends. Requests that have begun are finished, and load balancers are told before new ones are refused.
// Only with NEXT_MANUAL_SIG_HANDLE, which scripts/start.mjs sets: otherwise Next.js stops listening at once.
import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "../features/redis/client";
import type { Database } from "./database/client";
import { log } from "./log";

/** Milliseconds for load balancers to see that ?ready fails, and to send no more. */
const DRAIN = 2_000;
/** Milliseconds for requests to finish. With the drain, less than the 10 s after which Docker kills. */
const FINISH = 7_000;

// On globalThis, because Next.js may load this module once per bundle. The stores are put there by their modules.
const shared = globalThis as {
  shuttingDown?: boolean;
  database?: Promise<Database>;
  redis?: Redis;
};

/** Whether the server finishes what it has begun, and should get nothing new. */
export const isShuttingDown = (): boolean => shared.shuttingDown === true;

/** Ends the process with 0 after SIGTERM, and at Ctrl-C without the wait for load balancers. */
export function endWell(): void {
  let server: Server | undefined;
  subscribe("http.server.request.start", (message) => {
    ({ server } = message as { server: Server });
  });
  const end = async (drain: number) => {
    if (shared.shuttingDown) return;
    shared.shuttingDown = true;
    await sleep(drain);
    if (server) await Promise.race([close(server), sleep(FINISH)]);
    server?.closeAllConnections();
    await Promise.race([closeStores(), sleep(1_000)]);
    process.exit(0);
  };
  process.on("SIGTERM", () => void end(DRAIN));
  process.on("SIGINT", () => void end(0));
}

/** Resolves when every request has been answered. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await closed;
}

async function closeStores(): Promise<void> {
  try {
    shared.redis?.close();
    const database = await shared.database;
    await database?.pool.end();
  } catch (error) {
    log.warn("The stores could not be closed:", error);
  }
}
