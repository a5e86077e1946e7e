// Expired rows go away in batches, and nobody who is signed in notices.
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
  test("a session goes at its end, and not a millisecond before", async () => {
    // Long ago, because the other tests' sessions are in the same table.
    const { strategy } = setUp(name, { clock: createClock(Date.parse("2018-01-01")) });
    const user = await addUser();
    const { expires } = await strategy.create(user);
    await deleteExpired(pool, expires - 1);
    expect(await sessionRows(user)).toHaveLength(1);
    expect((await deleteExpired(pool, expires)).Session).toBeGreaterThan(0);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("says how many, over several batches, and then none", async () => {
    const user = await addUser();
    const past = Date.parse("2020-01-01");
    await addExpired(user.id, 25, past);
    expect(await deleteExpired(pool, past, 10)).toMatchObject({ Session: 25 });
    expect(await deleteExpired(pool, past, 10)).toMatchObject({ Session: 0 });
  });

  test("two at once delete each row once", async () => {
    const user = await addUser();
    const past = Date.parse("2020-01-02");
    await addExpired(user.id, 500, past);
    const counts = await Promise.all([
      deleteExpired(pool, past, 50),
      deleteExpired(pool, past, 50),
    ]);
    expect(counts[0].Session + counts[1].Session).toBe(500);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("100,000 rows go while people sign in, ask and stay signed in", async () => {
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

test("each batch finds its rows by the index, however many live ones there are", async () => {
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
    return { rowCount: 0 };
  };
  await deleteExpired({ query: explain } as unknown as Pool);
  const [ofSessions] = plans;
  expect(ofSessions).toContain("Session_expires_idx");
  expect(ofSessions).not.toContain("Seq Scan");
  await sql(`DELETE FROM "Session" WHERE "userId" = $1`, [user.id]);
});

test("a server whose clock is wrong deletes what has expired, and nothing else", async () => {
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
    promisify(execFile)(process.execPath, ["--import", "tsx", "prisma/cleanup.ts"], {
      env: { ...process.env, DATABASE_URL: url },
      timeout: 15_000,
    });

  test("deletes what has expired, says how many rows, and ends", async () => {
    const user = await addUser();
    await addExpired(user.id, 3, Date.parse("2020-01-06"));
    const { stdout } = await cli(network.url);
    expect(stdout).toMatch(/^Rows deleted: { Session: [1-9]/);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("ends with 1 and the reason where there is no database", async () => {
    allowConsole(DATABASE_OUTAGE);
    await network.refuse();
    await expect(cli(network.url)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("what else would only grow", () => {
  const end = Date.parse("2020-01-04");
  const tables = [
    ["VerificationToken", "identifier", `(identifier, token, expires) VALUES ($1, 'token', $2)`],
    ["RateLimit", "key", "(key, points, expire) VALUES ($1, 1, $2)"],
  ] as const;

  test.each(tables)(
    "%s: a row goes at its end, in batches, and no other",
    async (table, key, row) => {
      const id = randomUUID();
      const left = async () => {
        const rows = await sql(`SELECT ${key} AS id FROM "${table}" WHERE strpos(${key}, $1) > 0`, [
          id,
        ]);
        return rows.map((row) => row.id).sort();
      };
      for (const [n, expires] of [end - 2, end - 1, end, end + 1].entries())
        await sql(`INSERT INTO "${table}" ${row}`, [`${n} ${id}`, new Date(expires)]);
      expect(await deleteExpired(pool, end, 2)).toMatchObject({ [table]: 3 });
      expect(await left()).toEqual([`3 ${id}`]);
      await deleteExpired(pool, end + 1);
      expect(await left()).toEqual([]);
    },
  );

  test("a count of wrong passwords that never expires stays", async () => {
    const key = randomUUID();
    await sql(`INSERT INTO "RateLimit" (key, points) VALUES ($1, 1)`, [key]);
    await deleteExpired(pool, end);
    expect(await sql(`SELECT key FROM "RateLimit" WHERE key = $1`, [key])).toHaveLength(1);
  });
});
