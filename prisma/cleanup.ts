// npm run sessions:cleanup  deletes what has expired, sessions first of all, now and not at night.
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
