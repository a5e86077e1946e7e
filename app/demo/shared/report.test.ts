import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadReport } from "./report";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The two files hold what is given, or are not there. */
async function load(own: string | null, sample: string | null) {
  return loadReport(await put("own", own), await put("sample", sample));
}

async function put(name: string, content: string | null) {
  const file = join(folder, `${name}.json`);
  await rm(file, { force: true });
  if (content !== null) await writeFile(file, content);
  return file;
}

const jwt = {
  kickSeconds: null,
  roleSeconds: null,
  copySeconds: null,
  cookieBytes: 500,
  sqlPerRequest: 0,
  redisPerRequest: 0,
  medianMs: [1, 1, 1],
  p99Ms: 2,
  costOverPing: [1.4, 1.5, 1.6],
  databaseDown: { servedSeconds: null, thenStatus: null, signedInAfterwards: true },
};
const report = {
  date: "2026-11-24T12:00:00.000Z",
  machine: { cpu: "a processor", cores: 2, node: "v20.20.0", database: "Postgres", redis: false },
  settings: { accessMaxAge: 8, watched: 15, watchedDown: 60 },
  strategies: { jwt },
};

const own = JSON.stringify(report);
const older = { ...report, date: "2026-01-01T00:00:00.000Z" };
const sample = JSON.stringify(older);

test("your own report is read as it was written, with the measured strategies", async () => {
  expect(await load(own, sample)).toEqual({ report, from: "own", ownIsBroken: false });
});

test("before the first run, the sample is used", async () => {
  expect(await load(null, sample)).toEqual({ report: older, from: "sample", ownIsBroken: false });
});

test.each([
  ["is cut off", own.slice(0, -9)],
  ["lacks the machine", JSON.stringify({ ...report, machine: undefined })],
  ["has no such date", JSON.stringify({ ...report, date: "yesterday" })],
  ["lacks a figure", JSON.stringify({ ...report, strategies: { jwt: { ...jwt, p99Ms: "2" } } })],
  [
    "is of an older version",
    JSON.stringify({ ...report, strategies: { jwt: { ...jwt, databaseDown: "served as ever" } } }),
  ],
  ["has an unknown strategy", JSON.stringify({ ...report, strategies: { basic: jwt } })],
])("a report that %s is reported as broken, and the sample replaces it", async (_what, content) => {
  expect(await load(content, sample)).toEqual({
    report: older,
    from: "sample",
    ownIsBroken: true,
  });
});

test("without a sample there are no figures", async () => {
  expect(await load(null, null)).toEqual({ report: null, from: "sample", ownIsBroken: false });
});
