// Ends the server. Running requests are finished, and load balancers are told before new ones are refused.
// Only with NEXT_MANUAL_SIG_HANDLE, which scripts/start.mjs sets: otherwise Next.js stops listening at once.
import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "./log";

/** Milliseconds for load balancers to notice that ?ready fails, and to stop sending requests. */
const DRAIN = 2_000;
/** Milliseconds for requests to finish. With the drain, less than the 10 s after which Docker kills. */
const FINISH = 7_000;

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as {
  shuttingDown?: boolean;
  // #region postgres
  closings?: (() => unknown)[];
  // #endregion
};

// #region postgres
/** Registers `close`, which is called when all requests have been answered. */
export function closeAtShutdown(close: () => unknown): void {
  shared.closings ??= [];
  shared.closings.push(close);
}
// #endregion

/** Whether the server is shutting down and should get no new requests. */
export const isShuttingDown = (): boolean => shared.shuttingDown === true;

/** Ends the process with 0 after SIGTERM, and at Ctrl-C without the wait for load balancers. */
export function endWell(): void {
  let server: Server | undefined;
  subscribe("http.server.request.start", (message) => {
    const request = message as { server: Server; response: ServerResponse };
    server = request.server;
    // A proxy that keeps connections open could send a form on one just as it is closed, and could not repeat it.
    if (shared.shuttingDown) request.response.setHeader("Connection", "close");
  });
  const end = async (drain: number) => {
    if (shared.shuttingDown) return;
    shared.shuttingDown = true;
    await sleep(drain);
    if (server) await Promise.race([close(server), sleep(FINISH)]);
    server?.closeAllConnections();
    // #region postgres
    await Promise.race([closeStores(), sleep(1_000)]);
    // #endregion
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

// #region postgres
async function closeStores(): Promise<void> {
  const closings = (shared.closings ?? []).map(async (close) => close());
  for (const outcome of await Promise.allSettled(closings))
    if (outcome.status === "rejected") log.warn("A store could not be closed:", outcome.reason);
}
// #endregion
