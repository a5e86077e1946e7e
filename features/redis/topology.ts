// REDIS_URL may name one server, a Cluster, or the Sentinels of a primary. The first host that answers shows which one
// it is, so one variable is enough.
import { createClient, createCluster, createSentinel } from "@redis/client";
import { redisUrls } from "../../lib/env-urls";
import { StoreUnusable } from "../../lib/errors";
import { type Identity, identify } from "./identify";
import {
  CONNECT_TIMEOUT,
  credentialsOf,
  databaseOf,
  hostOf,
  options,
  socketLike,
  socketTo,
} from "./options";

/** A client for any of the three. Once connected, it reconnects automatically. */
export interface Connection {
  /** Sends one command to the server that has `key`. Rejects at once while that one is not connected. */
  send(key: string, command: string[]): Promise<unknown>;
  destroy(): void;
}

export interface ConnectionEvents {
  /** A connection was lost or not made, or another server has become the primary. */
  onTrouble(error: unknown): void;
  /** Commands can be sent, for the first time or again. */
  onReady(): void;
}

/**
 * Connects to `url`. Rejects if no host answers, or with StoreUnusable if the server that answers cannot be used.
 * `signal` aborts it, even while it connects.
 */
export async function connect(
  url: string,
  events: ConnectionEvents,
  signal: AbortSignal,
): Promise<Connection> {
  const seeds = redisUrls(url).map((seed) => new URL(seed));
  const [seed = new URL(url)] = seeds;
  const identity = await identify(seeds);
  signal.throwIfAborted();
  if (identity.mode === "cluster") return connectCluster(seed, seeds, events, signal);
  if (identity.mode === "sentinel") return connectSentinel(seed, seeds, identity, events, signal);
  if (seeds.length === 1) return connectServer(seed, events, signal);
  throw new StoreUnusable(
    "REDIS_URL names several hosts of neither a Cluster nor Sentinels",
    "HOSTS",
  );
}

async function connectServer(seed: URL, events: ConnectionEvents, signal: AbortSignal) {
  const client = createClient({
    ...options,
    ...credentialsOf(seed),
    database: databaseOf(seed),
    socket: socketTo(seed),
  });
  client.on("error", events.onTrouble).on("ready", events.onReady);
  return open(client, signal, (_key, command) => client.sendCommand(command));
}

async function connectCluster(
  seed: URL,
  seeds: URL[],
  events: ConnectionEvents,
  signal: AbortSignal,
) {
  if (databaseOf(seed) > 0)
    throw new StoreUnusable(`a Cluster has no database ${databaseOf(seed)}`, "DB");
  const cluster = createCluster({
    rootNodes: seeds.map((seed) => ({ socket: socketTo(seed) })),
    defaults: { ...options, ...credentialsOf(seed), socket: socketLike(seed) },
    // A server that hangs only delays commands for its own keys, and does not keep the Cluster from becoming ready.
    minimizeConnections: true,
    topologyRefreshOnReconnectionAttemptStrategy: CONNECT_TIMEOUT,
  });
  for (const event of ["error", "node-error", "node-disconnect"])
    cluster.on(event, events.onTrouble);
  const connection = await open(cluster, signal, (key, command) =>
    cluster.sendCommand(key, false, command),
  );
  events.onReady();
  return connection;
}

async function connectSentinel(
  seed: URL,
  seeds: URL[],
  { primary, credentials }: Extract<Identity, { mode: "sentinel" }>,
  events: ConnectionEvents,
  signal: AbortSignal,
) {
  const sentinel = createSentinel({
    name: primary,
    sentinelRootNodes: seeds.map((seed) => ({
      host: hostOf(seed),
      port: Number(seed.port) || 26379,
    })),
    nodeClientOptions: {
      ...options,
      ...credentialsOf(seed),
      database: databaseOf(seed),
      socket: socketLike(seed),
    },
    sentinelClientOptions: { ...options, ...credentials, socket: socketLike(seed) },
    // Otherwise only one command is sent at a time.
    reserveClient: true,
    passthroughClientErrorEvents: true,
    scanInterval: CONNECT_TIMEOUT,
  });
  for (const event of ["error", "client-error"]) sentinel.on(event, events.onTrouble);
  const connection = await open(sentinel, signal, (_key, command) =>
    sentinel.sendCommand(false, command),
  );
  sentinel.on("topology-change", ({ type }) => {
    if (type === "MASTER_CHANGE") events.onTrouble(new Error("the primary has changed"));
  });
  events.onReady();
  return connection;
}

async function open(
  client: { connect(): Promise<unknown>; destroy(): unknown },
  signal: AbortSignal,
  send: Connection["send"],
): Promise<Connection> {
  // One that is not open refuses to be destroyed.
  const destroy = () => void (async () => client.destroy())().catch(() => {});
  signal.addEventListener("abort", destroy, { once: true });
  await client.connect();
  return { send, destroy };
}
