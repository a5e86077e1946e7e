// The only place that connects to Redis. It has short timeouts: without an answer in time, the database is read.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { ErrorReply } from "@redis/client";
import { env } from "../../lib/env";
import { StoreUnavailable, StoreUnusable } from "../../lib/errors";
import { countRedis } from "../../lib/http/timing";
import { reportFault } from "../../lib/outage";
import { closeAtShutdown } from "../../lib/shutdown";
import { waitFor } from "../telemetry/observe";
import { redisFault } from "./fault";
import { type Connection, connect } from "./topology";
import { tryOut } from "./trial";
import { late, within } from "./within";

/** Milliseconds to wait for an answer. */
const TIMEOUT = 250;
/** Milliseconds between two attempts at the first connection. */
const RETRY = 500;

export interface Redis {
  /**
   * Sends one command about `key`, and returns the reply. Throws StoreUnavailable if there is no reply in time, or if
   * the reply is an error, which is then the cause.
   */
  send(key: string, ...command: string[]): Promise<unknown>;
  /** Throws StoreUnavailable unless Redis can be reached, is a primary, and allows all commands of the app. */
  check(): Promise<void>;
  /** Milliseconds since a connection was last lost or restored; Infinity if none was lost. */
  upFor(): number;
  close(): void;
}

// On globalThis, so that hot reloading in development does not open a new connection at each change.
const opened = globalThis as { redis?: Redis };

/** Throws when REDIS_URL is unset. */
export function getRedis(): Redis {
  if (!env.REDIS_URL) throw new Error("REDIS_URL is not set → set it to a Redis URL");
  if (!opened.redis) {
    const redis = openRedis(env.REDIS_URL);
    opened.redis = redis;
    closeAtShutdown(() => redis.close());
  }
  return opened.redis;
}

/** Errors with which Redis refuses every command. */
const UNUSABLE = /^(NOPERM|READONLY|NOREPLICAS|MISCONF|NOAUTH|OOM)\b/;

/** One attempt to connect. */
interface Link {
  connection?: Connection;
  /** Nothing is sent before this succeeds. Undefined before it starts, null afterwards. */
  trial?: Promise<void> | null;
  ending: AbortController;
}

/** A connection to `url`, opened at the first command. If it is lost, it reconnects in the background. */
export function openRedis(url: string, timeout = TIMEOUT): Redis {
  let link: Link | undefined;
  // Only commands directly after the start wait for the connection, so that they do not fail.
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

  /** May be called again: the permissions may have changed. */
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
    // A stale copy must not stay, so deleting one is tried in any case.
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
      // A connection without an answer in time may never answer, and later commands would wait too.
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
      return waitFor("redis", () => answered((link) => ask(link, key, command)));
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

/** Whether Redis itself refused, in a StoreUnavailable of `send`: then a retry would not help. */
export function isRefusal(error: unknown): boolean {
  const { cause } = error as Error;
  return cause instanceof ErrorReply || cause instanceof StoreUnusable;
}
