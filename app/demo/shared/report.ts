// What `npm run compare` has measured, for pages that draw or quote it.
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

export interface LoadedReport {
  /** Null where not even the sample can be read. */
  report: Report | null;
  /** Of this machine's last run, or the one that comes with the repository: what to expect, from another machine. */
  from: "own" | "sample";
  /** There is a report of this machine, but it is cut off, or was written by another version. */
  ownIsBroken: boolean;
}

/** What was measured here; where nothing was, or nothing that can be read, the sample. Never throws. */
export async function loadReport(
  own = ".data/compare.json",
  sample = "docs/compare.json",
): Promise<LoadedReport> {
  const found = await read(own);
  if (found.report) return { report: found.report, from: "own", ownIsBroken: false };
  return { report: (await read(sample)).report, from: "sample", ownIsBroken: found.isThere };
}

async function read(file: string): Promise<{ report: Report | null; isThere: boolean }> {
  // Not part of the build: it is written later, beside it.
  const content = await readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => null);
  if (content === null) return { report: null, isThere: false };
  try {
    return { report: report.parse(JSON.parse(content)), isThere: true };
  } catch {
    return { report: null, isThere: true };
  }
}
