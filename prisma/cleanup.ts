// npm run sessions:cleanup  deletes what has expired, sessions first of all, now and not at night.
import { deleteExpired } from "../lib/cleanup";
import { openPool } from "../lib/pool";
import { fail, requireDatabaseUrl } from "./command";

try {
  const pool = openPool(requireDatabaseUrl());
  console.log("Rows deleted:", await deleteExpired(pool, Date.now()));
  await pool.end();
} catch (error) {
  fail(error);
}
