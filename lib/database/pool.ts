// How the app talks to Postgres: never waits long, counts what it asks, and hands out clean
// connections only. lib/database/client.ts opens the one pool that there is; tests open their own.
import pg from "pg";
import { countedHere, countSql } from "../http/timing";
import { log } from "../log";

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
  pool.on("error", (error) => log.warn("Database connection lost:", error));
  // After a timeout inside a transaction the ROLLBACK times out too, and Prisma gives the connection
  // back as if all were well. The next statement would run in that transaction, and never be committed.
  pool.on("release", (_error, client) => {
    if (client instanceof pg.Client && client.getTransactionStatus() !== "I") void client.end();
  });
  return pool;
}
