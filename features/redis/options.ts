// What all clients of Redis have in common, whatever REDIS_URL leads to.
import type { RedisClientOptions } from "@redis/client";

/** Milliseconds. */
export const CONNECT_TIMEOUT = 1_000;
/** Milliseconds between two pings: a server that is gone without a word is noticed after three. */
const HEARTBEAT = 3_000;

export const options = {
  // Who finds it offline asks the database at once.
  disableOfflineQueue: true,
  // Of Redis Enterprise; asking for them takes a name lookup.
  maintNotifications: "disabled",
  pingInterval: HEARTBEAT,
} satisfies RedisClientOptions;

const socket = {
  connectTimeout: CONNECT_TIMEOUT,
  socketTimeout: 3 * HEARTBEAT,
  reconnectStrategy: (retries: number) => Math.min(25 * 2 ** retries, 500),
};

/** For a client that finds the hosts by itself. */
export const socketLike = ({ protocol }: URL) =>
  protocol === "rediss:" ? { ...socket, tls: true as const } : socket;

export const socketTo = (seed: URL) => ({
  ...socketLike(seed),
  host: hostOf(seed),
  port: Number(seed.port) || 6379,
});

/** IPv6 addresses stand in brackets in a URL, and nowhere else. */
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

/** The number behind the slash; 0 if there is none. */
export const databaseOf = ({ pathname }: URL) => Number(pathname.slice(1)) || 0;
