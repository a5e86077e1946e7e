import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readReport } from "./report";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string) {
  const file = join(folder, "compare.json");
  await writeFile(file, content);
  return readReport(file);
}

const jwt = {
  kickSeconds: null,
  roleSeconds: null,
  signOutCopyWorks: true,
  cookieBytes: 500,
  sqlPerRequest: 0,
  redisPerRequest: 0,
  medianMs: 1,
  p99Ms: 2,
  costOverPing: 1.5,
  databaseDown: "carries on",
};
const report = {
  date: "2026-11-24T12:00:00.000Z",
  machine: { cpu: "a processor", cores: 2, node: "v20.20.0", database: "Postgres", redis: false },
  settings: { accessMaxAge: 8, watched: 15 },
  strategies: { jwt },
};

test("a report is read as it was written, with the strategies that were measured", async () => {
  expect(await read(JSON.stringify(report))).toEqual(report);
});

test.each([
  ["is cut off", JSON.stringify(report).slice(0, -9)],
  ["lacks the machine", JSON.stringify({ ...report, machine: undefined })],
  ["has no such date", JSON.stringify({ ...report, date: "yesterday" })],
  ["lacks a figure", JSON.stringify({ ...report, strategies: { jwt: { ...jwt, p99Ms: "2" } } })],
  ["has an unknown strategy", JSON.stringify({ ...report, strategies: { basic: jwt } })],
])("a report that %s gives no figures", async (_what, content) => {
  expect(await read(content)).toBeNull();
});

test("no report gives no figures", async () => {
  expect(await readReport(join(folder, "nowhere.json"))).toBeNull();
});
