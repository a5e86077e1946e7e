// The common options of all Redis clients.
import type { RedisClientOptions } from "@redis/client";

/** Milliseconds. */
export const CONNECT_TIMEOUT = 1_000;
/** Milliseconds between two pings. After three pings without an answer, the connection counts as lost. */
const HEARTBEAT = 3_000;

export const options = {
  // While Redis is offline, commands fail at once and the database is read.
  disableOfflineQueue: true,
  // A feature of Redis Enterprise; requesting it takes a name lookup.
  maintNotifications: "disabled",
  pingInterval: HEARTBEAT,
} satisfies RedisClientOptions;

const socket = {
  connectTimeout: CONNECT_TIMEOUT,
  socketTimeout: 3 * HEARTBEAT,
  reconnectStrategy: (retries: number) => Math.min(25 * 2 ** retries, 500),
};

/** For a client that discovers the hosts itself. */
export const socketLike = ({ protocol }: URL) =>
  protocol === "rediss:" ? { ...socket, tls: true as const } : socket;

export const socketTo = (seed: URL) => ({
  ...socketLike(seed),
  host: hostOf(seed),
  port: Number(seed.port) || 6379,
});

/** IPv6 addresses have brackets only in a URL. */
export const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, "");

export function credentialsOf({ username, password }: URL): {
  username?: string;
  password?: string;
} {
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}

/** The database number after the slash; 0 if there is none. */
export const databaseOf = ({ pathname }: URL) => Number(pathname.slice(1)) || 0;
