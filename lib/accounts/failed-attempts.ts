// Wrong passwords of an account in a row, however long it takes (NIST SP 800-63B-4 3.2.2). At the limit, the password opens
// nothing, except in a browser that is known. The ways back: docs/decisions/0018.
import "server-only";
import { askDatabase } from "../database/client";

/** What NIST allows. */
export const MOST_FAILURES = 100;

/** Counts one more, before the password is checked. Null when there have been too many; else how many there are. */
export async function countAttempt(userId: string): Promise<number | null> {
  const text = `UPDATE "Password" SET "failedAttempts" = "failedAttempts" + 1
    WHERE "userId" = $1 AND "failedAttempts" < $2 RETURNING "failedAttempts" AS count`;
  return askDatabase(async ({ pool }) => {
    const { rows } = await pool.query<{ count: number }>(text, [userId, MOST_FAILURES]);
    return rows[0]?.count ?? null;
  });
}

/** After a right password, a new one, or an admin's decision. */
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
