import { Stop } from "../stop.mjs";

/**
 * Throws a Stop unless the Redis at `url` answers: the app would do without it, and the comparison measure
 * the database twice.
 */
export async function requireRedis(url) {
  const { createClient } = await import("@redis/client");
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 3_000, reconnectStrategy: false },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.ping();
  } catch ({ code, message }) {
    throw new Stop(
      `REDIS_URL names a Redis that gives no answer (${message || code}) → start it, or set REDIS_URL= to compare without one`,
    );
  } finally {
    if (client.isOpen) client.destroy();
  }
}
