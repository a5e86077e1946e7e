// npm run sessions:cleanup  deletes expired sessions. For a cron job, where /api/cron/cleanup is not wanted.
import { openPool } from "../lib/pool";
import { deleteExpiredSessions } from "../lib/session/cleanup";
import { fail, requireDatabaseUrl } from "./command";

try {
  const pool = openPool(requireDatabaseUrl());
  console.log(`Expired sessions deleted: ${await deleteExpiredSessions(pool, Date.now())}`);
  await pool.end();
} catch (error) {
  fail(error);
}
