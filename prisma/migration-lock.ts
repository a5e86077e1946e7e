import pg from "pg";
import { cannotOpen } from "./command";

/** The lock number of Prisma's CLI, so that `prisma migrate deploy` and our runs wait for each other. */
const LOCK = 72_707_369;
/** Milliseconds. */
const CONNECT_TIMEOUT = 10_000;
/** In the format of Postgres. */
const PATIENCE = "60s";
/** The SQLSTATE of a lock timeout. */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Runs `work` while no other migration runs on this database. Other databases of the server are not locked. Throws when
 * the database cannot be opened, or when another run takes longer than a minute.
 *
 * The lock belongs to a transaction that stays open during `work`. A session-level lock would remain in a pooler
 * (PgBouncer in transaction mode) and block all later runs.
 */
export async function withMigrationLock<T>(
  databaseUrl: string,
  work: (seen: { pooler: boolean }) => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
  });
  holder.on("error", () => {}); // if the connection is lost, the next query fails
  await holder.connect().catch((error) => {
    throw new Error(cannotOpen, { cause: error });
  });
  try {
    const { embedded, pid } = await identify(holder);
    // All connections to the embedded Postgres share one session, so an open transaction would block `work`.
    if (embedded) return await work({ pooler: false });
    await take(holder);
    const { processID } = holder as unknown as { processID: number };
    const result = await work({ pooler: pid !== processID });
    await holder.query("COMMIT");
    return result;
  } finally {
    await holder.end();
  }
}

/** The backend that answers. Behind a pooler, its pid differs from the one announced when the connection was opened. */
async function identify(client: pg.Client): Promise<{ embedded: boolean; pid: number }> {
  const { rows } = await client.query(
    `SELECT version() ILIKE '%emscripten%' AS embedded, pg_backend_pid() AS pid`,
  );
  return rows[0];
}

async function take(client: pg.Client): Promise<void> {
  // The transaction must stay open as long as the migrations take, so the timeouts of the server are disabled for it.
  await client.query(`
    BEGIN;
    SET LOCAL lock_timeout = '${PATIENCE}';
    SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0`);
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]).catch((error) => {
    if (error.code !== LOCK_NOT_AVAILABLE) throw error;
    throw new Error("Another migration run holds the lock → end it, then try again");
  });
}
