// How the app talks to Postgres: never waits long, counts what it asks, and hands out clean
// connections only. lib/db.ts opens the one pool that there is; tests open their own.
import { createHash } from "node:crypto";
import pg from "pg";
import { countedHere, countSql } from "./timing";

/** Milliseconds. Someone waits for a page: better a clear "could not check" than a long silence. */
const CONNECT_TIMEOUT = 3_000;
const QUERY_TIMEOUT = 3_000;

class CountingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = (...args: unknown[]) => {
      countSql();
      return query(...args) as never;
    };
  }
}

class CountingPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config);
    const connect = this.connect.bind(this) as (callback?: Callback) => unknown;
    // Who waits for a free client is called back by the request that lets go of one, for which its
    // statement must not be counted.
    this.connect = ((callback?: Callback) =>
      connect(callback && countedHere(callback))) as typeof this.connect;
  }
}

type Callback = (...args: unknown[]) => void;

/** A pool on `connectionString`. It connects at the first query, and gives up after 3 s, as does a query. */
export function openPool(connectionString: string): pg.Pool {
  const pool = new CountingPool({
    connectionString,
    Client: CountingClient,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    // Kept by the client. The server's own statement_timeout would travel in the connection's first
    // packet, where PgBouncer and the poolers of some hosts refuse it.
    query_timeout: QUERY_TIMEOUT,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // An idle connection that the server drops: the pool has let go of it already, and the next query
  // opens another. Without a listener it would end the process.
  pool.on("error", (error) => console.warn(`Database connection lost: ${error.message}`));
  // After a timeout inside a transaction the ROLLBACK times out too, and Prisma gives the connection
  // back as if all were well. The next statement would run in that transaction, and never be committed.
  pool.on("release", (_error, client) => {
    if (client instanceof pg.Client && client.getTransactionStatus() !== "I") void client.end();
  });
  return pool;
}

/** Unknown; there already; made before a migration: what only a prepared statement can be. */
const NOT_PREPARED = new Set(["26000", "42P05", "0A000"]);
const unprepared = new WeakSet<pg.Pool>();
const names = new Map<string, string>();

/**
 * For the statement that every request sends: Postgres parses and plans it once for each connection, which
 * takes it longer than the statement itself. Where a pooler hands out connections that do not know what was
 * prepared (PgBouncer before 1.21), the pool goes on without.
 */
export async function queryPrepared<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const name = unprepared.has(pool) ? undefined : nameOf(text);
  try {
    return (await pool.query<Row>({ name, text, values })).rows;
  } catch (error) {
    if (!name || !NOT_PREPARED.has((error as { code?: string }).code ?? "")) throw error;
    unprepared.add(pool);
    return (await pool.query<Row>(text, values)).rows;
  }
}

/** Of the text, so that a connection on which another release prepared its own is not taken for one with ours. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
