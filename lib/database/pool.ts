// The app's pool of connections to Postgres: it limits waiting times, counts statements, and reuses only clean connections.
// lib/database/client.ts opens the app's pool; tests open their own.
import pg from "pg";
import { countedHere, countSql, noteSql } from "../http/timing";
import { requestCancel } from "./cancel";

/** Milliseconds. A user is waiting: a clear "could not check" is better than a long delay. */
const CONNECT_TIMEOUT = 3_000;
/** Milliseconds after which the server is asked to cancel a statement, which then fails with an error. */
const CANCEL_AFTER = 3_000;
/** Milliseconds after which the app stops waiting for that error, too. */
const QUERY_TIMEOUT = 3_500;

class LimitedClient extends pg.Client {
  /** A late cancel request would cancel the next statement. */
  mayBeCancelled = false;

  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = (...args: unknown[]) => {
      countSql();
      // #region demo
      noteSql(args[0]);
      // #endregion
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
    // A request that waits for a free client is called back by the request that releases one. Its statement must not be
    // counted for that other request.
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
    // The server's own statement_timeout could replace both limits, but it is sent when connecting, and PgBouncer and some
    // hosts' poolers refuse it there.
    query_timeout: QUERY_TIMEOUT,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // The server dropped an idle connection. The pool has removed it already, and the next query opens another. Without a
  // listener, the error would end the process.
  pool.on("error", () => {});
  // After a timeout inside a transaction, the ROLLBACK may time out too, and Prisma returns the connection as if nothing
  // had happened. The next statement would run in that transaction and never be committed.
  pool.on("release", (_error, client) => {
    if (!(client instanceof LimitedClient)) return;
    if (client.mayBeCancelled || client.getTransactionStatus() !== "I") void client.end();
  });
  return pool;
}
