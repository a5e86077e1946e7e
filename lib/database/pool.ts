// How the app talks to Postgres: never waits long, counts what it asks, and hands out clean
// connections only. lib/database/client.ts opens the one pool that there is; tests open their own.
import pg from "pg";
import { countedHere, countSql } from "../http/timing";
import { requestCancel } from "./cancel";

/** Milliseconds. Someone waits for a page: better a clear "could not check" than a long silence. */
const CONNECT_TIMEOUT = 3_000;
/** Milliseconds after which the server is asked to give a statement up, which it then answers with an error. */
const CANCEL_AFTER = 3_000;
/** Milliseconds after which nobody waits for that answer either. */
const QUERY_TIMEOUT = 3_500;

class LimitedClient extends pg.Client {
  /** A cancel request that came late would hit the next statement. */
  mayBeCancelled = false;

  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = (...args: unknown[]) => {
      countSql();
      const limit = setTimeout(() => {
        this.mayBeCancelled = true;
        requestCancel(this, config);
      }, CANCEL_AFTER);
      const end = () => clearTimeout(limit);
      const callback = args.at(-1);
      if (typeof callback === "function")
        args[args.length - 1] = (...answer: unknown[]) => {
          end();
          callback(...answer);
        };
      const asked = query(...args);
      if (typeof callback !== "function") Promise.resolve(asked).then(end, end);
      return asked as never;
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
export function openPool(connectionString: string, max = 10): pg.Pool {
  const pool = new CountingPool({
    connectionString,
    max,
    Client: LimitedClient,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    // The server's own statement_timeout would do the work of both limits, but travels in the connection's first
    // packet, where PgBouncer and the poolers of some hosts refuse it.
    query_timeout: QUERY_TIMEOUT,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // An idle connection that the server drops: the pool has let go of it already, and the next query
  // opens another. Without a listener it would end the process.
  pool.on("error", () => {});
  // After a timeout inside a transaction the ROLLBACK may time out too, and Prisma gives the connection
  // back as if all were well. The next statement would run in that transaction, and never be committed.
  pool.on("release", (_error, client) => {
    if (!(client instanceof LimitedClient)) return;
    if (client.mayBeCancelled || client.getTransactionStatus() !== "I") void client.end();
  });
  return pool;
}
