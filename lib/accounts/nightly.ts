// The nightly cleanup, without a scheduler: one of the servers that share the database runs it. instrumentation.ts
// starts it. It opens a separate connection and closes it afterwards.
import type { Pool } from "pg";
import { openPool } from "../database/pool";
import { log } from "../log";
import { deleteExpired } from "./cleanup";

/** Milliseconds. */
const DAY = 24 * 3600 * 1000;

// One statement decides for all servers, by the database's clock: a limit of one run in 12 hours. Unlike an advisory
// lock, it still applies after the run, and works behind a pooler.
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
 * Calls `run` at 03:00 UTC every night. It does not keep the process from ending. A failure is logged, and the next night
 * does the work.
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
 * Runs `work`, unless this or another node started it in the last 12 hours: then null. If a node dies during `work`,
 * nobody is blocked, and the next night does the work.
 */
export async function onceANight<T>(pool: Pool, work: () => Promise<T>): Promise<T | null> {
  const { rowCount } = await pool.query(CLAIM);
  return rowCount === 1 ? work() : null;
}
