import "server-only";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { askDatabase } from "../../lib/database/client";

// A row of RateLimit, as for the nightly cleanup. So no connection and no transaction is held while waiting.
const CLAIM = `
  INSERT INTO "RateLimit" (key, points, expire) VALUES ($1, $2, now() + interval '15 seconds')
  ON CONFLICT (key) DO UPDATE SET points = EXCLUDED.points, expire = EXCLUDED.expire
  WHERE "RateLimit".expire <= now()`;
const RELEASE = `DELETE FROM "RateLimit" WHERE key = $1 AND points = $2`;

/** Milliseconds between two checks whether the key is free. */
const INTERVAL = 100;

/**
 * Runs `work` while no other node runs work for that `key`. A node that dies meanwhile blocks the others for 15 s, so
 * `work` must end before that. Null when the key was not free within `timeout` ms.
 */
export async function withLock<T>(
  key: string,
  timeout: number,
  work: () => Promise<T>,
): Promise<T | null> {
  const ours = randomInt(2 ** 31);
  const claim = () => askDatabase(({ pool }) => pool.query(CLAIM, [key, ours]));
  for (const deadline = Date.now() + timeout; (await claim()).rowCount === 0; ) {
    if (Date.now() > deadline) return null;
    await sleep(INTERVAL);
  }
  try {
    return await work();
  } finally {
    // If it cannot be released, it expires.
    await askDatabase(({ pool }) => pool.query(RELEASE, [key, ours])).catch(() => {});
  }
}
