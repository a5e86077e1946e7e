// No `server-only` here: `npm run sessions:cleanup` runs it outside of Next.js.
import type { Pool } from "pg";

/** By the index on `expires`; rows that another cleanup is at are left to it. */
const DELETE_BATCH = `
  DELETE FROM "Session" WHERE id IN (
    SELECT id FROM "Session" WHERE expires <= $1 ORDER BY expires LIMIT $2 FOR UPDATE SKIP LOCKED
  )`;

/**
 * Deletes the sessions that have ended at `now` (ms since the epoch), a batch at a time, so that nobody
 * who is signing in has to wait. Answers how many. Nothing depends on it but the size of the table:
 * a session that has expired is refused, whether its row is there or not.
 */
export async function deleteExpiredSessions(pool: Pool, now: number, batch = 1000) {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await pool.query(DELETE_BATCH, [new Date(now), batch]);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return deleted;
  }
}
