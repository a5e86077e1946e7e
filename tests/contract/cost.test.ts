// lib/http/timing.ts counts the statements of each request separately.

import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PrismaClient } from "@/generated/prisma/client";
import { openPool } from "@/lib/database/pool";
import { queryPrepared } from "@/lib/database/prepared";
import { measured } from "@/lib/http/timing";
import { databaseUrl } from "../support/environment";

let pool: Pool;
let prisma: PrismaClient;

beforeAll(() => {
  pool = openPool(databaseUrl ?? "");
  prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
});

afterAll(async () => {
  await prisma.$disconnect();
  await pool.end();
});

const findUser = () => prisma.user.findUnique({ where: { id: "nobody" } });
const count = () => prisma.user.count();

test.each([
  ["plain SQL", 1, () => pool.query("SELECT 1")],
  ["prepared SQL", 1, () => queryPrepared(pool, "SELECT 1", [])],
  ["a findUnique", 1, findUser],
  [
    "a transaction of two, with its BEGIN and COMMIT",
    4,
    () => prisma.$transaction([count(), count()]),
  ],
  ["nothing", 0, async () => {}],
])("%s costs %i", async (_what, statements, work) => {
  expect((await measured(async () => await work())).cost.sql).toBe(statements);
});

test("a statement that waited for a connection is not counted for the request that released it", async () => {
  const requests = Array.from({ length: 50 }, (_, i) =>
    measured(async () => {
      for (let n = 0; n <= i % 3; n++) await (i % 2 ? pool.query("SELECT 1") : count());
    }),
  );
  const costs = (await Promise.all(requests)).map(({ cost }) => cost.sql);
  expect(costs).toEqual(costs.map((_, i) => 1 + (i % 3)));
});

test("a connection that is released within a transaction is not used again", async () => {
  const client = await pool.connect();
  await client.query("BEGIN");
  const { rows } = await client.query("SELECT 1 AS still_open");
  expect(rows).toHaveLength(1);
  const before = pool.totalCount;
  client.release();
  expect(pool.totalCount).toBe(before - 1);
});
