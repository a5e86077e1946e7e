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
  // #region email
  VerificationToken: "expires",
  // #endregion
  RateLimit: "expire",
};

/**
 * `$1` is the time, `$2` the size of a batch, `$3` the last expiry time of the batch before: without it, each batch would
 * read the index entries of all rows that were deleted before. Skips rows that another cleanup has locked. With the ARRAY,
 * Postgres finds the rows by their keys; with a plain IN, it reads the whole table for each batch.
 */
function deleteBatch(table: string, expires: string): string {
  return `WITH deleted AS (DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "${table}"
    WHERE ${expires} BETWEEN coalesce($3::timestamptz, '-infinity') AND coalesce($1::timestamptz, now())
    ORDER BY ${expires} LIMIT $2 FOR UPDATE SKIP LOCKED
  )) RETURNING ${expires} AS at) SELECT count(*)::int AS rows, max(at) AS last FROM deleted`;
}

interface Batch {
  rows: number;
  last: Date | null;
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
    const text = deleteBatch(table, expires);
    let count = 0;
    let done: Batch = { rows: 0, last: null };
    do {
      const result = await pool.query<Batch>(text, [time, batch, done.last]);
      [done = { rows: 0, last: null }] = result.rows;
      count += done.rows;
    } while (done.rows >= batch);
    deleted[table] = count;
  }
  return deleted;
}

/** Deletes some expired rows of RateLimit. Called after adding one. */
export async function deleteExpiredCounters(pool: Pool): Promise<void> {
  await pool.query(deleteBatch("RateLimit", TABLES.RateLimit), [null, 10, null]);
}
