// What `npm run compare` has measured, for pages that draw or quote it.
import "server-only";
import { readFile } from "node:fs/promises";
import { type Report, reportSchema } from "./report-schema";

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
    return { report: reportSchema.parse(JSON.parse(content)), isThere: true };
  } catch {
    return { report: null, isThere: true };
  }
}
