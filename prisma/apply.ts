import { setTimeout as sleep } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { noFilters, openSchemaEngine, readMigrations } from "./schema-engine";

/** Any number will do, as long as nothing else in the database locks on it. */
const LOCK = 7_265_001;
/** Milliseconds that one migration run waits for another. */
const PATIENCE = 60_000;

/**
 * Applies what is missing of `prisma/migrations` and returns the names. Of two runs at once one waits.
 * The table `_prisma_migrations` is Prisma's own, so `prisma migrate deploy` can take over at any time.
 * Throws when the database cannot be reached, or a migration fails, or the other run takes over a minute.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const lockHolder = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
  });
  lockHolder.on("error", () => {}); // a lost connection shows in the next query
  await lockHolder.connect();
  try {
    await takeLock(lockHolder);
    const pool = new pg.Pool({ connectionString: databaseUrl });
    const engine = await openSchemaEngine(new PrismaPg(pool));
    try {
      const migrationsList = await readMigrations();
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList,
        filters: noFilters,
      });
      return appliedMigrationNames;
    } finally {
      engine.free();
      await pool.end();
      await lockHolder.query("SELECT pg_advisory_unlock($1::bigint)", [LOCK]);
    }
  } finally {
    await lockHolder.end();
  }
}

// All connections to the embedded Postgres are one session, to which it grants the lock it holds
// already: there, the look into pg_locks is what keeps the second one out.
async function takeLock(client: pg.Client): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT CASE WHEN EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = $1::bigint)
         THEN false ELSE pg_try_advisory_lock($1::bigint) END AS taken`,
      [LOCK],
    );
    if (rows[0]?.taken) return;
    if (Date.now() > deadline)
      throw new Error("Another migration run holds the lock → end it, then try again");
    await sleep(200);
  }
}
