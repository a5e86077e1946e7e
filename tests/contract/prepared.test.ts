// The statement of every request is prepared, and is sent unprepared if the connection does not support this.
import type { Pool } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPool } from "@/lib/database/pool";
import { queryPrepared } from "@/lib/database/prepared";
import { databaseUrl } from "../support/environment";

let pool: Pool;

beforeEach(() => {
  pool = openPool(databaseUrl ?? "");
  pool.options.max = 1; // so that all statements use the same connection
});
afterEach(() => pool.end());

const double = (number: number) => queryPrepared(pool, "SELECT $1::int * 2 AS it", [number]);
const prepared = async () =>
  (await pool.query("SELECT name FROM pg_prepared_statements WHERE statement LIKE '%* 2 AS it'"))
    .rows;

test("a statement is prepared once, and each call gets its own answer", async () => {
  for (const number of [1, 2, 3]) expect(await double(number)).toEqual([{ it: number * 2 }]);
  expect(await prepared()).toHaveLength(1);
});

test.each([
  ["does not know it, as behind a pooler", () => pool.query("DEALLOCATE ALL")],
  [
    "has one of that name already",
    async () => {
      const [{ name }] = await prepared();
      await pool.end();
      pool = openPool(databaseUrl ?? "");
      pool.options.max = 1;
      await pool.query(`PREPARE "${name}" AS SELECT 0 AS it`);
    },
  ],
])("a statement is answered by a connection that %s", async (_what, meddle) => {
  await double(1);
  await meddle();
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([[{ it: 2 }], [{ it: 4 }], [{ it: 6 }]]);
});

test("an error in a statement is thrown without a retry", async () => {
  await expect(queryPrepared(pool, "SELECT nonsense", [])).rejects.toMatchObject({ code: "42703" });
});
