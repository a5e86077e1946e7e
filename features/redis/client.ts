// The one place that opens Redis. It never makes anyone wait: what it does not answer soon, the database does.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { ErrorReply } from "@redis/client";
import { env } from "../../lib/env";
import { StoreUnavailable, StoreUnusable } from "../../lib/errors";
import { countRedis } from "../../lib/http/timing";
import { reportFault } from "../../lib/outage";
import { redisFault } from "./fault";
import { type Connection, connect } from "./topology";
import { tryOut } from "./trial";
import { late, within } from "./within";

/** Milliseconds that anyone waits for an answer. */
const TIMEOUT = 250;
/** Milliseconds between two attempts at the first connection. */
const RETRY = 500;

export interface Redis {
  /**
   * Sends one command about `key`, and gives the reply. Throws StoreUnavailable when there is none in time, or an
   * error, which is then its cause.
   */
  send(key: string, ...command: string[]): Promise<unknown>;
  /** Throws StoreUnavailable unless Redis can be reached, is a primary, and allows all that the app sends. */
  check(): Promise<void>;
  /** Milliseconds since a connection was last in trouble or regained; Infinity when none ever was. */
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

/** How Redis says that it is not to be asked, whatever the question. */
const UNUSABLE = /^(NOPERM|READONLY|NOREPLICAS|MISCONF|NOAUTH|OOM)\b/;

/** One attempt at being connected. */
interface Link {
  connection?: Connection;
  /** Nothing is sent before this has ended well. Undefined before it begins, null afterwards. */
  trial?: Promise<void> | null;
  ending: AbortController;
}

/** A connection to `url`, made at the first command and, when it is lost, again and again in the background. */
export function openRedis(url: string, timeout = TIMEOUT): Redis {
  let link: Link | undefined;
  // Only the first commands wait for the connection, so that one right after the start is not lost.
  let opening: Promise<unknown> | undefined;
  let unusable: StoreUnusable | undefined;
  let lastError: unknown;
  let troubled = Number.NEGATIVE_INFINITY;

  function noteTrouble(error: unknown) {
    lastError = error;
    troubled = performance.now();
  }

  function noteEnd() {
    if (lastError) troubled = performance.now();
    lastError = undefined;
  }

  function start(): Link {
    const link: Link = { ending: new AbortController() };
    const { signal } = link.ending;
    const settled = new Promise<void>((done) => {
      const onTrouble = (error: unknown) => {
        if (!signal.aborted) noteTrouble(error);
        done();
      };
      const onReady = () => {
        noteEnd();
        link.trial = undefined;
      };
      const keepConnecting = async () => {
        while (!signal.aborted && !link.connection) {
          try {
            link.connection = await connect(url, { onTrouble, onReady }, signal);
            done();
          } catch (error) {
            onTrouble(error);
            await sleep(RETRY, undefined, { ref: false });
          }
        }
      };
      void keepConnecting();
    });
    opening ??= within(timeout, settled).catch(() => {});
    return link;
  }

  async function connected(link: Link): Promise<Connection> {
    await opening;
    if (link.connection) return link.connection;
    throw new Error("not connected");
  }

  /** Also of use when it has been tried out before: what it allows may have changed. */
  async function check(link: Link): Promise<void> {
    const connection = await connected(link);
    try {
      await within(timeout, tryOut(connection));
      unusable = undefined;
    } catch (error) {
      if (!(error instanceof ErrorReply)) throw error;
      unusable = toUnusable(error);
      throw unusable;
    }
  }

  async function ask(link: Link, key: string, command: string[]): Promise<unknown> {
    const connection = await connected(link);
    if (link.trial === undefined)
      link.trial = check(link).finally(() => {
        link.trial = null;
      });
    if (link.trial) await link.trial;
    // A copy can be in the way of the truth, so deleting one is tried in any case.
    if (unusable && command[0] !== "DEL") throw unusable;
    const reply = await within(timeout, connection.send(key, command));
    if (lastError) noteEnd();
    return reply;
  }

  async function answered<T>(work: (link: Link) => Promise<T>): Promise<T> {
    link ??= start();
    const asked = link;
    try {
      return await work(asked);
    } catch (error) {
      // What has not answered in time may never do so, and whatever is sent after it would wait as well.
      if (error === late && asked === link) {
        noteTrouble(late);
        end(asked);
        link = start();
      }
      if (error instanceof ErrorReply && UNUSABLE.test(error.message)) unusable = toUnusable(error);
      const cause = error instanceof ErrorReply ? error : (unusable ?? lastError ?? error);
      reportFault("redis", redisFault(cause), async () => check(link ?? asked));
      throw new StoreUnavailable("redis", cause);
    }
  }

  return {
    send(key, ...command) {
      countRedis();
      return answered((link) => ask(link, key, command));
    },
    check: () => answered(check),
    upFor: () => performance.now() - troubled,
    close() {
      if (link) end(link);
      link = opening = undefined;
    },
  };
}

function end(link: Link): void {
  link.ending.abort();
  link.connection?.destroy();
}

function toUnusable({ message }: ErrorReply): StoreUnusable {
  const [code = "", ...words] = message.split(" ");
  return new StoreUnusable(words.join(" "), code);
}

/** Whether Redis itself said no, in a StoreUnavailable of `send`: then asking again would not help. */
export function isRefusal(error: unknown): boolean {
  const { cause } = error as Error;
  return cause instanceof ErrorReply || cause instanceof StoreUnusable;
}
