// Expired rows are deleted in batches, without an effect on signed-in users.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Pool } from "pg";
import { describe, expect, test, vi } from "vitest";
import { deleteExpired } from "@/lib/accounts/cleanup";
import { openDatabase } from "@/lib/database/client";
import { createClock } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sessionRows, sql } from "../support/database";
import { recording, setUp } from "../support/strategies";

const { pool } = await openDatabase();

async function addExpired(userId: string, count: number, before: number) {
  await sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", "authTime", "updatedAt", expires)
     SELECT $1 || n, $1 || n, $1, $3, $3, $3::timestamptz - n * interval '1 second'
     FROM generate_series(0, $2 - 1) n`,
    [userId, count, new Date(before)],
  );
}

describe.each(recording)("%s: cleanup", (name) => {
  test("a session is deleted at its end, and not a millisecond before", async () => {
    // Long ago, because the other tests' sessions are in the same table.
    const { strategy } = setUp(name, { clock: createClock(Date.parse("2018-01-01")) });
    const user = await addUser();
    const { expires } = await strategy.create(user);
    await deleteExpired(pool, expires - 1);
    expect(await sessionRows(user)).toHaveLength(1);
    expect((await deleteExpired(pool, expires)).Session).toBeGreaterThan(0);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("the number of deleted rows is counted over several batches", async () => {
    const user = await addUser();
    const past = Date.parse("2020-01-01");
    await addExpired(user.id, 25, past);
    expect(await deleteExpired(pool, past, 10)).toMatchObject({ Session: 25 });
    expect(await deleteExpired(pool, past, 10)).toMatchObject({ Session: 0 });
  });

  test("two parallel cleanups delete each row once", async () => {
    const user = await addUser();
    const past = Date.parse("2020-01-02");
    await addExpired(user.id, 500, past);
    const counts = await Promise.all([
      deleteExpired(pool, past, 50),
      deleteExpired(pool, past, 50),
    ]);
    expect(counts.reduce((sum, { Session = 0 }) => sum + Session, 0)).toBe(500);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("100,000 rows are deleted while users sign in and stay signed in", async () => {
    const { strategy } = setUp(name);
    const [gone, user] = [await addUser(), await addUser()];
    const past = Date.parse("2020-01-03");
    await addExpired(gone.id, 100_000, past);
    const { cookie } = await strategy.create(user);

    let done = false;
    let asked = 0;
    const cleanup = deleteExpired(pool, past).finally(() => {
      done = true;
    });
    while (!done) {
      expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
      const { cookie: another } = await strategy.create(user);
      expect(await strategy.read(another, { fresh: true })).not.toBeNull();
      asked++;
    }
    expect(await cleanup).toMatchObject({ Session: 100_000 });
    expect(asked).toBeGreaterThan(1);
    expect(await sessionRows(user)).toHaveLength(asked + 1);
    expect(await sessionRows(gone)).toEqual([]);
  }, 60_000);
});

test("each batch finds its rows by the index", async () => {
  const user = await addUser();
  await addExpired(user.id, 3000, Date.parse("2020-01-05"));
  await sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", "authTime", "updatedAt", expires)
     SELECT 'live' || $1 || n, 'live' || $1 || n, $1, now(), now(), now() + n * interval '1 minute'
     FROM generate_series(1, 20000) n`,
    [user.id],
  );
  await sql(`ANALYZE "Session"`);
  const plans: string[] = [];
  const explain = async (text: string, values: unknown[]) => {
    const rows = await sql(`EXPLAIN ${text}`, values);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    return { rows: [] };
  };
  await deleteExpired({ query: explain } as unknown as Pool);
  const [ofSessions] = plans;
  expect(ofSessions).toContain("Session_expires_idx");
  expect(ofSessions).not.toContain("Seq Scan");
  await sql(`DELETE FROM "Session" WHERE "userId" = $1`, [user.id]);
});

test("each batch begins where the one before ended, so that it does not read what was deleted", async () => {
  const user = await addUser();
  await addExpired(user.id, 250, Date.parse("2020-01-06"));
  const begins: unknown[] = [];
  const query = async (text: string, values: unknown[]) => {
    const result = await pool.query(text, values);
    if (text.includes('"Session"')) begins.push([values[2], result.rows[0].last]);
    return result;
  };
  await deleteExpired({ query } as unknown as Pool, undefined, 100);
  const [first, ...others] = begins as [Date | null, Date][];
  expect(first?.[0]).toBeNull();
  expect(others.length).toBeGreaterThanOrEqual(2);
  expect(others.map(([begin]) => begin)).toEqual(
    (begins as [Date | null, Date][]).slice(0, -1).map(([, last]) => last),
  );
});

test("a server whose clock is wrong deletes only expired rows", async () => {
  const user = await addUser();
  const rowOf = (id: string, seconds: number) =>
    sql(
      `INSERT INTO "Session" (id, "sessionToken", "userId", "authTime", "updatedAt", expires)
       VALUES ($1, $1, $2, now(), now(), now() + $3 * interval '1 second')`,
      [id, user.id, seconds],
    );
  const now = Date.now();
  for (const minutes of [5, -5]) {
    const [dead, alive] = [randomUUID(), randomUUID()];
    await rowOf(dead, -1);
    await rowOf(alive, 60);
    vi.useFakeTimers({ toFake: ["Date"], now: now + minutes * 60_000 });
    await deleteExpired(pool);
    vi.useRealTimers();
    const left = (await sessionRows(user)).map(({ id }) => id);
    expect(left).not.toContain(dead);
    expect(left).toContain(alive);
  }
});

describe("npm run sessions:cleanup", () => {
  const cli = (url: string) =>
    promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "--import", "./tests/support/patient.mjs", "prisma/cleanup.ts"],
      { env: { ...process.env, DATABASE_URL: url } },
    );

  test("deletes expired rows, prints their number, and ends", async () => {
    const user = await addUser();
    await addExpired(user.id, 3, Date.parse("2020-01-06"));
    const { stdout } = await cli(network.url);
    expect(stdout).toMatch(/^Rows deleted: {\s+Session: [1-9]/);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("exits with 1 and the reason without a database", async () => {
    allowConsole(DATABASE_OUTAGE);
    await network.refuse();
    await expect(cli(network.url)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("other tables with expired rows", () => {
  const end = Date.parse("2020-01-04");
  const tables = [
    // #region email
    ["VerificationToken", "identifier", `(identifier, token, expires) VALUES ($1, $1, $2)`],
    // #endregion
    ["RateLimit", "key", "(key, points, expire) VALUES ($1, 1, $2)"],
    // #region provider-logout
    [
      "ProviderLogin",
      `"sessionId"`,
      `("sessionId", "userId", provider, sub, expires) SELECT $1, id, 'oidc', 'x', $2 FROM "User" LIMIT 1`,
    ],
    // #endregion
  ] as const;

  test.each(tables)("%s: a row is deleted at its end, in batches", async (table, key, row) => {
    const id = randomUUID();
    const client = await pool.connect();
    const left = async () => {
      const found = await client.query<{ id: string }>(
        `SELECT ${key} AS id FROM "${table}" WHERE strpos(${key}, $1) > 0`,
        [id],
      );
      return found.rows.map((row) => row.id).sort();
    };
    const deleteUntil = (time: number) => deleteExpired(client as unknown as Pool, time, 2);
    // In a transaction, because each sign-in of another test deletes expired rows of RateLimit.
    await client.query("BEGIN");
    for (const [n, expires] of [end - 2, end - 1, end, end + 1].entries())
      await client.query(`INSERT INTO "${table}" ${row}`, [`${n} ${id}`, new Date(expires)]);
    expect((await deleteUntil(end))[table]).toBeGreaterThanOrEqual(3);
    expect(await left()).toEqual([`3 ${id}`]);
    await deleteUntil(end + 1);
    expect(await left()).toEqual([]);
    await client.query("ROLLBACK");
    client.release();
  });

  test("a count of wrong passwords that never expires is kept", async () => {
    const key = randomUUID();
    await sql(`INSERT INTO "RateLimit" (key, points) VALUES ($1, 1)`, [key]);
    await deleteExpired(pool, end);
    expect(await sql(`SELECT key FROM "RateLimit" WHERE key = $1`, [key])).toHaveLength(1);
  });
});
