// The report of `npm run compare`, for pages that show it.
import "server-only";
import { readFile } from "node:fs/promises";
import { type Report, reportSchema } from "./report-schema";

export interface LoadedReport {
  /** Null if not even the sample can be read. */
  report: Report | null;
  /** The last run on this machine, or the sample in the repository, measured on another machine. */
  from: "own" | "sample";
  /** A report of this machine exists, but it is cut off or was written by another version. */
  ownIsBroken: boolean;
}

/** The report of this machine. If there is no readable report, the sample. Never throws. */
export async function loadReport(
  own = ".data/compare.json",
  sample = "docs/compare.json",
): Promise<LoadedReport> {
  const found = await read(own);
  if (found.report) return { report: found.report, from: "own", ownIsBroken: false };
  return { report: (await read(sample)).report, from: "sample", ownIsBroken: found.isThere };
}

async function read(file: string): Promise<{ report: Report | null; isThere: boolean }> {
  // Not part of the build, because it is written later.
  const content = await readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => null);
  if (content === null) return { report: null, isThere: false };
  try {
    return { report: reportSchema.parse(JSON.parse(content)), isThere: true };
  } catch {
    return { report: null, isThere: true };
  }
}
