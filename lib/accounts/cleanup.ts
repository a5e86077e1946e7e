// Expired sessions are refused even if their rows exist. The rows only take up space.
// No `server-only` here: `npm run sessions:cleanup` runs it outside of Next.js.
import type { Pool } from "pg";

/** The tables that would grow without limit, and the column with the expiry time of a row. */
const TABLES = {
  // #region store
  Session: "expires",
  // #endregion
  // #region marks
  SessionMark: "expires",
  // #endregion
  // #region provider-logout
  ProviderLogin: "expires",
  // #endregion
  VerificationToken: "expires",
  RateLimit: "expire",
};

/**
 * `$1` is the time, `$2` the size of a batch. Skips rows that another cleanup has locked. With the ARRAY, Postgres
 * finds the rows by their keys; with a plain IN, it reads the whole table for each batch.
 */
function deleteBatch(table: string, expires: string): string {
  return `DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "${table}" WHERE ${expires} <= coalesce($1::timestamptz, now())
    ORDER BY ${expires} LIMIT $2 FOR UPDATE SKIP LOCKED
  ))`;
}

/** The number of deleted rows per table. */
export type Deleted = Record<string, number>;

/**
 * Deletes expired rows in batches, so that sign-ins do not have to wait. Returns the number of deleted rows per table. It
 * may stop after any batch: the next run continues from there.
 *
 * `now` (ms since the epoch) is the database's own time by default. A server whose clock is ahead must not delete
 * sessions that are valid for the others.
 */
export async function deleteExpired(pool: Pool, now?: number, batch = 1000): Promise<Deleted> {
  const time = now === undefined ? null : new Date(now);
  const deleted: Deleted = {};
  for (const [table, expires] of Object.entries(TABLES)) {
    let count = 0;
    let rows: number;
    do {
      const result = await pool.query(deleteBatch(table, expires), [time, batch]);
      rows = result.rowCount ?? 0;
      count += rows;
    } while (rows >= batch);
    deleted[table] = count;
  }
  return deleted;
}

/** Deletes some expired rows of RateLimit. Called after adding one. */
export async function deleteExpiredCounters(pool: Pool): Promise<void> {
  await pool.query(deleteBatch("RateLimit", TABLES.RateLimit), [null, 10]);
}
