// npm run sessions:cleanup  deletes expired sessions and other expired rows now, instead of at night.
import { deleteExpired } from "../lib/accounts/cleanup";
import { openPool } from "../lib/database/pool";
import { fail, requireDatabaseUrl } from "./command";

try {
  const pool = openPool(requireDatabaseUrl());
  try {
    console.log("Rows deleted:", await deleteExpired(pool));
  } finally {
    await pool.end();
  }
} catch (error) {
  fail(error);
}
