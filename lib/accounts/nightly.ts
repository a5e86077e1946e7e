// The cleanup of a server that nobody schedules: every night, by one node of all that share the
// database. instrumentation.ts starts it. It opens a connection of its own and closes it afterwards.
import type { Pool } from "pg";
import { openPool } from "../database/pool";
import { log } from "../log";
import { deleteExpired } from "./cleanup";

/** Milliseconds. */
const DAY = 24 * 3600 * 1000;

// One statement decides for all nodes, by the database's clock: a limit of one run in 12 hours. Unlike
// an advisory lock it still holds when the run is over, and behind a pooler.
const CLAIM = `
  INSERT INTO "RateLimit" (key, points, expire) VALUES ('nightly-cleanup', 1, now() + interval '12 hours')
  ON CONFLICT (key) DO UPDATE SET expire = EXCLUDED.expire WHERE "RateLimit".expire <= now()`;

export function startNightlyCleanup(databaseUrl: string): void {
  everyNight(async () => {
    const pool = openPool(databaseUrl);
    try {
      const deleted = await onceANight(pool, () => deleteExpired(pool));
      if (deleted) log.info("Nightly cleanup, rows deleted:", deleted);
    } finally {
      await pool.end();
    }
  });
}

/** The first 03:00 UTC after `now`, both in ms since the epoch. */
export function nextRun(now: number): number {
  const night = new Date(now).setUTCHours(3, 0, 0, 0);
  return night > now ? night : night + DAY;
}

/**
 * Calls `run` at 03:00 UTC, every night until the process ends, which it does not keep from ending.
 * A night that fails is logged, and left to the next one.
 */
export function everyNight(run: () => Promise<void>, clock: () => number = Date.now): void {
  const now = clock();
  const timer = setTimeout(() => {
    everyNight(run, clock);
    run().catch((error) => log.error("The nightly cleanup failed, until tomorrow:", error));
  }, nextRun(now) - now);
  timer.unref();
}

/**
 * Runs `work`, unless this or another node has begun to in the last 12 hours: then null. A node that
 * dies within `work` has had the night's turn, and blocks nobody.
 */
export async function onceANight<T>(pool: Pool, work: () => Promise<T>): Promise<T | null> {
  const { rowCount } = await pool.query(CLAIM);
  return rowCount === 1 ? work() : null;
}
