// A statement that times out is cancelled in the server too. Otherwise its backend keeps waiting for a lock, and each
// round of requests adds as many backends as the pool has connections.
import pg from "pg";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openPool } from "@/lib/database/pool";
import { databaseUrl } from "../support/environment";
import { startPgBouncer } from "../support/pgbouncer";
import { setRealLimits } from "../support/real-limits";
import { until } from "../support/until";

const POOL = 5;
const owner = new pg.Pool({ connectionString: databaseUrl });
afterAll(() => owner.end());
// The lock is slow on purpose.
beforeEach(() => {
  setRealLimits(true);
  return () => setRealLimits(false);
});

/** How many backends wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await owner.query(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}

/** On a busy machine, the app may stop waiting before the server has cancelled the statement. */
const noneWait = () => until(async () => expect(await waiting()).toBe(0));

async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  const locker = await owner.connect();
  await locker.query(`BEGIN; LOCK TABLE "User"`);
  try {
    return await work();
  } finally {
    await locker.query("ROLLBACK");
    locker.release();
  }
}

const pgBouncer = await startPgBouncer(databaseUrl ?? "");

describe.each([
  ["Postgres itself", databaseUrl],
  ["PgBouncer in transaction mode", pgBouncer?.url],
])("behind %s", (_what, url) => {
  const open = () => {
    const pool = openPool(url ?? "", POOL);
    onTestFinished(() => pool.end());
    return pool;
  };

  test.skipIf(!url)("rounds of requests that time out leave no backend behind", async () => {
    const pool = open();
    await whileLocked(async () => {
      for (let round = 0; round < 2; round++) {
        const asked = Array.from({ length: POOL }, () =>
          expect(pool.query(`SELECT FROM "User"`)).rejects.toThrow(),
        );
        await Promise.all(asked);
        await noneWait();
      }
    });
    expect((await pool.query(`SELECT count(*)::int AS rows FROM "User"`)).rows).toHaveLength(1);
  });

  test.skipIf(!url)(
    "a transaction that times out leaves no backend behind, and its connection is not used again",
    async () => {
      const pool = open();
      const client = await pool.connect();
      await whileLocked(async () => {
        await client.query("BEGIN");
        await expect(client.query(`SELECT FROM "User"`)).rejects.toThrow();
        await noneWait();
        await client.query("ROLLBACK").catch(() => {});
        client.release();
        expect(pool.totalCount).toBe(0);
      });
    },
  );
});
