// The format that `npm run compare` writes and the pages read. To measure something else, add it here and in
// scripts/lib/compare.
import { z } from "zod";
import { strategyNames } from "../../../lib/session/strategies";

const count = z.number().nonnegative();
/** Seconds. Null: not seen while the run waited. */
const seconds = count.nullable();
/** A median with the interval that it lies in with a probability of 95 %: low, median, high. */
const median = z.tuple([count, count, count]);

const figures = z.object({
  /** From ending a session elsewhere to the first refused request. */
  kickSeconds: seconds,
  /** From changing a role to the first answer that has it. */
  roleSeconds: seconds,
  /** From the sign-out to the first refused request with a copy of the cookies. */
  copySeconds: seconds,
  cookieBytes: count,
  sqlPerRequest: count,
  redisPerRequest: count,
  medianMs: median,
  p99Ms: count,
  /** The duration divided by that of /api/ping, requested right before or after. 1: the same duration. */
  costOverPing: median,
  /** A signed-in user, from the moment when the database is down. */
  databaseDown: z.object({
    servedSeconds: seconds,
    /** The first status other than 200. Null if all were 200. */
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
  /** Seconds: the lifetime of an access token, and the longest wait for a change, usually and without a database. */
  settings: z.object({ accessMaxAge: count, watched: count, watchedDown: count }),
  strategies: z.partialRecord(z.enum([...strategyNames, "database+redis"]), figures),
});

export type Median = z.output<typeof median>;
export type Report = z.output<typeof reportSchema>;
export type Figures = z.output<typeof figures>;
