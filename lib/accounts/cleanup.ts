// What has expired is refused, whether its row is there or not; its rows are only a matter of space.
// No `server-only` here: `npm run sessions:cleanup` runs it outside of Next.js.
import type { Pool } from "pg";

/** Of each table that would only grow. `$1` is the time, `$2` how many rows a batch may have. */
const DELETE_BATCH = {
  Session: deleteBatch("Session", "expires"),
  VerificationToken: deleteBatch("VerificationToken", "expires"),
  RateLimit: deleteBatch("RateLimit", "expire"),
};

/**
 * Rows that another cleanup is at are left to it. The ARRAY is made once, and by it the rows are found; with
 * a plain IN, Postgres reads the whole table for each batch.
 */
function deleteBatch(table: string, expires: string): string {
  return `DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "${table}" WHERE ${expires} <= coalesce($1::timestamptz, now())
    ORDER BY ${expires} LIMIT $2 FOR UPDATE SKIP LOCKED
  ))`;
}

export type Deleted = Record<keyof typeof DELETE_BATCH, number>;

/**
 * Deletes what has expired, a batch at a time, so that nobody who is signing in has to wait. Answers how many
 * rows of each table. It may end after any batch: the next run goes on from there.
 *
 * `now` (ms since the epoch) is the database's own time, if not given: of several servers, one whose clock is
 * ahead must not delete what is alive to the others.
 */
export async function deleteExpired(pool: Pool, now?: number, batch = 1000): Promise<Deleted> {
  const time = now === undefined ? null : new Date(now);
  const deleted: Deleted = { Session: 0, VerificationToken: 0, RateLimit: 0 };
  for (const table of Object.keys(DELETE_BATCH) as (keyof Deleted)[]) {
    let rows: number;
    do {
      const result = await pool.query(DELETE_BATCH[table], [time, batch]);
      rows = result.rowCount ?? 0;
      deleted[table] += rows;
    } while (rows >= batch);
  }
  return deleted;
}

/** Deletes some rows of RateLimit that have expired, for who has just added one. */
export async function deleteExpiredCounters(pool: Pool): Promise<void> {
  await pool.query(DELETE_BATCH.RateLimit, [null, 10]);
}
