// Counts wrong passwords of an account in a row, over any length of time (NIST SP 800-63B-4 3.2.2). At the limit, the
// password is locked, except in a known browser. How to unlock it: docs/decisions/0018.
import "server-only";
import { askDatabase } from "../database/client";

/** What NIST allows. */
export const MOST_FAILURES = 100;

/** Adds one, before the password is checked. Returns the count, or null when there have been too many. */
export async function countAttempt(userId: string): Promise<number | null> {
  const text = `UPDATE "Password" SET "failedAttempts" = "failedAttempts" + 1
    WHERE "userId" = $1 AND "failedAttempts" < $2 RETURNING "failedAttempts" AS count`;
  return askDatabase(async ({ pool }) => {
    const { rows } = await pool.query<{ count: number }>(text, [userId, MOST_FAILURES]);
    return rows[0]?.count ?? null;
  });
}

/** Call it after a correct password, after a change of the password, and to unlock the password. */
export async function forgetFailures(userId: string): Promise<void> {
  const text = `UPDATE "Password" SET "failedAttempts" = 0 WHERE "userId" = $1 AND "failedAttempts" > 0`;
  await askDatabase(({ pool }) => pool.query(text, [userId]));
}

/** Whether the password is locked. */
export async function isPasswordLocked(userId: string): Promise<boolean> {
  const text = `SELECT 1 FROM "Password" WHERE "userId" = $1 AND "failedAttempts" >= $2`;
  return askDatabase(async ({ pool }) => {
    const { rowCount } = await pool.query(text, [userId, MOST_FAILURES]);
    return rowCount === 1;
  });
}
