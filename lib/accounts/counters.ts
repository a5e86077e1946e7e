// How often something has happened, in rows of RateLimit, so that all servers count as one. The database's clock decides.
import "server-only";
import { askDatabase } from "../database/client";
import { deleteExpiredCounters } from "./cleanup";

const COUNT = `
  INSERT INTO "RateLimit" AS r (key, points, expire) VALUES ($1, 1, now() + $2 * interval '1 second')
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN r.expire <= now() THEN 1 ELSE r.points + 1 END,
    expire = CASE WHEN r.expire <= now() THEN EXCLUDED.expire ELSE r.expire END
  RETURNING points`;

/** Counts once more, and answers how often in all since the count began. It begins anew after that many `seconds`. */
export async function count(key: string, seconds: number): Promise<number> {
  return askDatabase(async ({ pool }) => {
    const { rows } = await pool.query<{ points: number }>(COUNT, [key, seconds]);
    const points = rows[0]?.points ?? 1;
    // Whoever adds a row takes away some that have expired: strangers choose the keys, and could fill the table.
    if (points === 1) await deleteExpiredCounters(pool);
    return points;
  });
}

/** How often it has been counted. */
export async function counted(key: string): Promise<number> {
  return askDatabase(async ({ pool }) => {
    const text = `SELECT points FROM "RateLimit" WHERE key = $1 AND expire > now()`;
    const { rows } = await pool.query<{ points: number }>(text, [key]);
    return rows[0]?.points ?? 0;
  });
}

/** Begins anew. */
export async function clearCount(key: string): Promise<void> {
  await askDatabase(({ pool }) => pool.query(`DELETE FROM "RateLimit" WHERE key = $1`, [key]));
}
