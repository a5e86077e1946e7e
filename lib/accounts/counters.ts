// Counts events in rows of RateLimit, shared by all servers. Uses the database's clock.
import "server-only";
import { askDatabase } from "../database/client";
import { deleteExpiredCounters } from "./cleanup";

const COUNT = `
  INSERT INTO "RateLimit" AS r (key, points, expire) VALUES ($1, 1, now() + $2 * interval '1 second')
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN r.expire <= now() THEN 1 ELSE r.points + 1 END,
    expire = CASE WHEN r.expire <= now() THEN EXCLUDED.expire ELSE r.expire END
  RETURNING points`;

/** Adds one, and returns the count. The count is reset after `seconds`. */
export async function count(key: string, seconds: number): Promise<number> {
  return askDatabase(async ({ pool }) => {
    const { rows } = await pool.query<{ points: number }>(COUNT, [key, seconds]);
    const points = rows[0]?.points ?? 1;
    // Strangers choose the keys and could fill the table, so adding a row deletes some expired ones.
    if (points === 1) await deleteExpiredCounters(pool);
    return points;
  });
}

/** The current count. */
export async function counted(key: string): Promise<number> {
  return askDatabase(async ({ pool }) => {
    const text = `SELECT points FROM "RateLimit" WHERE key = $1 AND expire > now()`;
    const { rows } = await pool.query<{ points: number }>(text, [key]);
    return rows[0]?.points ?? 0;
  });
}

/** Resets the count. */
export async function clearCount(key: string): Promise<void> {
  await askDatabase(({ pool }) => pool.query(`DELETE FROM "RateLimit" WHERE key = $1`, [key]));
}
