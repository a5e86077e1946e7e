// Expired rows go away in batches, and nobody who is signed in notices.
import { describe, expect, test } from "vitest";
import { getPool } from "@/lib/db";
import { deleteExpiredSessions } from "@/lib/session/cleanup";
import { createClock } from "../support/clock";
import { addUser, sessionRows, sql } from "../support/database";
import { recording, setUp } from "../support/strategies";

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
    await deleteExpiredSessions(getPool(), expires - 1);
    expect(await sessionRows(user)).toHaveLength(1);
    expect(await deleteExpiredSessions(getPool(), expires)).toBeGreaterThan(0);
    expect(await sessionRows(user)).toEqual([]);
  });

  test("says how many, over several batches, and then none", async () => {
    const user = await addUser();
    const past = Date.parse("2020-01-01");
    await addExpired(user.id, 25, past);
    expect(await deleteExpiredSessions(getPool(), past, 10)).toBe(25);
    expect(await deleteExpiredSessions(getPool(), past, 10)).toBe(0);
  });

  test("two at once delete each row once", async () => {
    const user = await addUser();
    const past = Date.parse("2020-01-02");
    await addExpired(user.id, 500, past);
    const counts = await Promise.all([
      deleteExpiredSessions(getPool(), past, 50),
      deleteExpiredSessions(getPool(), past, 50),
    ]);
    expect(counts[0] + counts[1]).toBe(500);
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
    const cleanup = deleteExpiredSessions(getPool(), past).finally(() => {
      done = true;
    });
    while (!done) {
      expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
      const { cookie: another } = await strategy.create(user);
      expect(await strategy.read(another, { fresh: true })).not.toBeNull();
      asked++;
    }
    expect(await cleanup).toBe(100_000);
    expect(asked).toBeGreaterThan(1);
    expect(await sessionRows(user)).toHaveLength(asked + 1);
    expect(await sessionRows(gone)).toEqual([]);
  }, 60_000);
});
