// What `npm run compare` has measured, for pages that quote it. No report, no figures.
import "server-only";
import { readFile } from "node:fs/promises";
import { z } from "zod";

const count = z.number().nonnegative();
/** Seconds; null: not within the session. */
const seconds = count.nullable();

const figures = z.object({
  /** From ending a session elsewhere to the first refused request. */
  kickSeconds: seconds,
  /** From changing a role to the first answer that has it. */
  roleSeconds: seconds,
  /** Whether a copy of the cookie opens the session after signing out. */
  signOutCopyWorks: z.boolean(),
  cookieBytes: count,
  sqlPerRequest: count,
  redisPerRequest: count,
  medianMs: count,
  p99Ms: count,
  /** How many times the cost of /api/ping: 1 is as much. */
  costOverPing: count,
  /** What a signed-in request gets while the database is down, in words. */
  databaseDown: z.string(),
});

const report = z.object({
  date: z.iso.datetime(),
  machine: z.object({
    cpu: z.string(),
    cores: count,
    node: z.string(),
    database: z.string(),
    redis: z.boolean(),
  }),
  /** Seconds. */
  settings: z.object({ accessMaxAge: count, watched: count }),
  strategies: z.partialRecord(z.enum(["jwt", "database", "database+redis", "hybrid"]), figures),
});

export type Report = z.output<typeof report>;
export type Figures = z.output<typeof figures>;

/** The last report, or null where there is none that can be read. */
export async function readReport(file = ".data/compare.json"): Promise<Report | null> {
  try {
    // Not part of the build: it is written later, beside it.
    const content = await readFile(/* turbopackIgnore: true */ file, "utf8");
    return report.parse(JSON.parse(content));
  } catch {
    return null;
  }
}
