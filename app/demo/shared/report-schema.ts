// What `npm run compare` writes and the pages read: to measure something more, add it here and in
// scripts/lib/compare.
import { z } from "zod";
import { strategyNames } from "../../../lib/session/strategies";

const count = z.number().nonnegative();
/** Seconds; null: not while it was watched. */
const seconds = count.nullable();
/** A median with the interval that it lies in with a probability of 95 %: low, median, high. */
const median = z.tuple([count, count, count]);

const figures = z.object({
  /** From ending a session elsewhere to the first refused request. */
  kickSeconds: seconds,
  /** From changing a role to the first answer that has it. */
  roleSeconds: seconds,
  /** From signing out to the first refused request of someone with a copy of the cookies. */
  copySeconds: seconds,
  cookieBytes: count,
  sqlPerRequest: count,
  redisPerRequest: count,
  medianMs: median,
  p99Ms: count,
  /** How many times as long as /api/ping, asked right before or after: 1 is as long. */
  costOverPing: median,
  /** Someone who is signed in, from the moment that the database is down. */
  databaseDown: z.object({
    servedSeconds: seconds,
    /** Of the answer that was no longer 200; null where there was none. */
    thenStatus: count.nullable(),
    signedInAfterwards: z.boolean(),
  }),
});

export const reportSchema = z.object({
  date: z.iso.datetime(),
  machine: z.object({
    cpu: z.string(),
    cores: count,
    node: z.string(),
    database: z.string(),
    redis: z.boolean(),
  }),
  /** Seconds that an access token lived, and that what may never come was waited for: usually, and without a database. */
  settings: z.object({ accessMaxAge: count, watched: count, watchedDown: count }),
  strategies: z.partialRecord(z.enum([...strategyNames, "database+redis"]), figures),
});

export type Median = z.output<typeof median>;
export type Report = z.output<typeof reportSchema>;
export type Figures = z.output<typeof figures>;
