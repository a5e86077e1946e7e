// The one place that opens Redis. It never makes anyone wait: what it does not answer soon, the database does.
import "server-only";
import { createClient } from "@redis/client";
import { env } from "../../lib/env";
import { StoreUnavailable } from "../../lib/errors";
import { countRedis } from "../../lib/http/timing";
import { log } from "../../lib/log";

/** Milliseconds that anyone waits for an answer. */
const TIMEOUT = 250;
/** Milliseconds between two pings: a server that is gone without a word is noticed after three. */
const HEARTBEAT = 3_000;

export interface Redis {
  /** Sends one command and gives the reply. Throws StoreUnavailable when there is none in time. */
  send(...command: string[]): Promise<unknown>;
  /** Milliseconds since this connection was last regained after a loss; Infinity when it never was. */
  upFor(): number;
  close(): void;
}

// On globalThis, so that hot reloading in development does not open a new connection at each change.
const opened = globalThis as { redis?: Redis };

/** Throws when REDIS_URL is unset. */
export function getRedis(): Redis {
  if (!env.REDIS_URL) throw new Error("REDIS_URL is not set → set it to a Redis URL");
  opened.redis ??= openRedis(env.REDIS_URL);
  return opened.redis;
}

/** A connection to `url`, made at the first command and, when it is lost, again and again in the background. */
export function openRedis(url: string, timeout = TIMEOUT): Redis {
  let client: ReturnType<typeof connect> | undefined;
  // Only the first commands wait for the connection, so that one right after the start is not lost.
  let opening: Promise<unknown> | undefined;
  let lastError: unknown;
  let regained = Number.NEGATIVE_INFINITY;
  let failing = false;

  function connect() {
    const client = createClient({
      url,
      // Who finds it offline asks the database at once.
      disableOfflineQueue: true,
      // Of Redis Enterprise; asking for them takes a name lookup.
      maintNotifications: "disabled",
      pingInterval: HEARTBEAT,
      socket: {
        connectTimeout: 1_000,
        socketTimeout: 3 * HEARTBEAT,
        reconnectStrategy: (retries) => Math.min(25 * 2 ** retries, 500),
      },
    });
    // Without a listener it would end the process.
    client.on("error", (error) => {
      lastError = error;
    });
    client.on("ready", () => {
      if (lastError) regained = performance.now();
      lastError = undefined;
    });
    const ready = new Promise<void>((done) => {
      client.once("ready", done).once("error", () => done());
    });
    opening ??= within(timeout, ready).catch(() => {});
    client.connect().catch(() => {});
    return client;
  }

  return {
    async send(...command) {
      countRedis();
      client ??= connect();
      const asked = client;
      try {
        await opening;
        const reply = await within(timeout, asked.sendCommand(command));
        failing = false;
        return reply;
      } catch (error) {
        // What has not answered in time may never do so, and whatever is sent after it would wait as well.
        if (error === late && asked === client && asked.isReady) {
          lastError = late;
          asked.destroy();
          client = connect();
        }
        if (!failing) log.warn("Redis gives no answer, the database does:", lastError ?? error);
        failing = true;
        throw new StoreUnavailable("redis", error);
      }
    },
    upFor: () => performance.now() - regained,
    close() {
      if (client?.isOpen) client.destroy();
      client = opening = undefined;
    },
  };
}

const late = new Error("no answer in time");

/** Rejects with `late` when it takes too long; an answer that lies there already, unread, is in time. */
async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(late)), milliseconds);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
