import { Stop } from "../stop.mjs";

/**
 * Throws a Stop unless the Redis at `url` answers. Without Redis the app reads from the database, which would then be
 * measured twice.
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
      `The Redis in REDIS_URL does not answer (${message || code}) → start it, or set REDIS_URL= to compare without Redis`,
    );
  } finally {
    if (client.isOpen) client.destroy();
  }
}
