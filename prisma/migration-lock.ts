import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { cannotOpen } from "./command";

/** Any number will do, as long as nothing else in the database locks on it. */
const LOCK = 7_265_001;
/** Milliseconds. */
const CONNECT_TIMEOUT = 10_000;
const PATIENCE = 60_000;

/**
 * Runs `work` while no other migration run works on the database. Throws when the database cannot be
 * opened, or the other run takes longer than a minute.
 */
export async function withMigrationLock<T>(
  databaseUrl: string,
  work: () => Promise<T>,
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
    await take(holder);
    const result = await work();
    await holder.query("SELECT pg_advisory_unlock($1::bigint)", [LOCK]);
    return result;
  } finally {
    await holder.end();
  }
}

// All connections to the embedded Postgres are one session, to which it grants the lock it holds
// already: there, the look into pg_locks is what keeps the second one out.
async function take(client: pg.Client): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT CASE WHEN EXISTS
         (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = $1::bigint)
       THEN false ELSE pg_try_advisory_lock($1::bigint) END AS taken`,
      [LOCK],
    );
    if (rows[0]?.taken) return;
    if (Date.now() > deadline)
      throw new Error("Another migration run holds the lock → end it, then try again");
    await sleep(200);
  }
}
