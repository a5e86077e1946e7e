import pg from "pg";
import { cannotOpen } from "./command";

/** The number that Prisma's own CLI locks on: `prisma migrate deploy` and a run of ours wait for each other too. */
const LOCK = 72_707_369;
/** Milliseconds. */
const CONNECT_TIMEOUT = 10_000;
/** As Postgres reads it. */
const PATIENCE = "60s";
/** The SQLSTATE of a lock that could not be had in time. */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Runs `work` while no other migration run works on this database; runs on other databases of the server do not
 * matter. Throws when the database cannot be opened, or the other run takes longer than a minute.
 *
 * The lock belongs to a transaction, which stays open meanwhile. One that belonged to the session would stay behind in
 * a pooler (PgBouncer in transaction mode), and block every run after this one.
 */
export async function withMigrationLock<T>(
  databaseUrl: string,
  work: (seen: { pooler: boolean }) => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
  });
  holder.on("error", () => {}); // a lost connection shows in the next query
  await holder.connect().catch((error) => {
    throw new Error(cannotOpen, { cause: error });
  });
  try {
    const { embedded, pid } = await identify(holder);
    // All connections to the embedded Postgres are one session: a transaction that stays open would keep `work` out.
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

/** The backend that answers: behind a pooler it is another than the one that the connection was promised. */
async function identify(client: pg.Client): Promise<{ embedded: boolean; pid: number }> {
  const { rows } = await client.query(
    `SELECT version() ILIKE '%emscripten%' AS embedded, pg_backend_pid() AS pid`,
  );
  return rows[0];
}

async function take(client: pg.Client): Promise<void> {
  // The transaction waits for as long as the migrations take, whatever limits the server has for others.
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
