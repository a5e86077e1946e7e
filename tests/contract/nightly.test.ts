// One of the servers that share a database runs the cleanup once per night, even after failures.
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { Pool } from "pg";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { everyNight, onceANight } from "@/lib/accounts/nightly";
import { openPool } from "@/lib/database/pool";
import { allowConsole, DATABASE_OUTAGE, expectConsole } from "../support/console";
import { network, sql } from "../support/database";
import { databaseUrl } from "../support/environment";
import { createGate } from "../support/gate";

let nodes: Pool[] = [];
const [node, another] = [() => nodes[0] as Pool, () => nodes[1] as Pool];

beforeEach(async () => {
  nodes = [1, 2, 3, 4, 5].map(() => openPool(network.url));
  await sql(`DELETE FROM "RateLimit" WHERE key = 'nightly-cleanup'`);
});
afterEach(() => Promise.all(nodes.map((pool) => pool.end())));

/** Advances the database's time by one day. */
const passDay = () =>
  sql(`UPDATE "RateLimit" SET expire = expire - interval '24 hours' WHERE key = 'nightly-cleanup'`);

test("of five parallel servers, one runs the cleanup", async () => {
  const work = vi.fn(async () => "done");
  const answers = await Promise.all(nodes.map((pool) => onceANight(pool, work)));
  expect(answers.filter(Boolean)).toEqual(["done"]);
  expect(work).toHaveBeenCalledTimes(1);
});

test("of five servers that start after the end of the run, none runs it again", async () => {
  const work = vi.fn(async () => "done");
  for (const pool of nodes) await onceANight(pool, work);
  expect(work).toHaveBeenCalledTimes(1);
});

test("five servers in five nights run it five times", async () => {
  const work = vi.fn(async () => "done");
  for (let night = 1; night <= 5; night++) {
    await Promise.all(nodes.map((pool) => onceANight(pool, work)));
    expect(work).toHaveBeenCalledTimes(night);
    await passDay();
  }
});

test("a long run does not block others", async () => {
  const gate = createGate();
  const run = onceANight(node(), gate.pass);
  await gate.arrived;
  expect(await onceANight(another(), async () => "done")).toBeNull();
  expect((await another().query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  gate.open();
  await run;
});

test("a connection that is lost during a run affects only this night", async () => {
  allowConsole(DATABASE_OUTAGE);
  const run = onceANight(node(), async () => {
    const answer = node().query("SELECT 1");
    network.drop();
    await answer;
  });
  await expect(run).rejects.toThrow();
  const work = vi.fn(async () => "done");
  await onceANight(openNow(), work);
  expect(work).not.toHaveBeenCalled();
  await passDay();
  expect(await onceANight(openNow(), work)).toBe("done");
});

test("a night without a database is logged once, and the next night runs", async () => {
  expectConsole(/The nightly cleanup failed, until tomorrow: .*ECONNREFUSED/);
  await network.refuse();
  const nights = [1, 2];
  const ran = new Promise<void>((resolve) => {
    const run = async () => {
      const night = nights.shift();
      if (night === 2) await network.restore();
      await onceANight(openNow(), async () => resolve());
    };
    // Each call returns the time shortly before the next night, and at the end noon.
    const times = ["01T02:59:59.950", "02T02:59:59.500", "03T12:00:00.000"];
    everyNight(run, () => Date.parse(`2030-01-${times.shift()}Z`));
  });
  await ran;
  expect(vi.mocked(console.error)).toHaveBeenCalledTimes(1);
});

/** A pool with intact connections. */
function openNow(): Pool {
  const pool = openPool(network.url);
  nodes.push(pool);
  return pool;
}

test("if the process that runs is killed, another one runs the next night", async () => {
  const processes = [startNode(), startNode()];
  await expect.poll(() => processes.every(({ said }) => said.length > 0), wait).toBe(true);
  const runner = processes.find(({ said }) => said.includes("run"));
  const other = processes.find((process) => process !== runner);
  await expect.poll(() => other?.said.length, wait).toBeGreaterThan(3);
  expect(other?.said).not.toContain("run");

  runner?.child.kill("SIGKILL");
  const before = other?.said.length ?? 0;
  await expect.poll(() => other?.said.length, wait).toBeGreaterThan(before + 3);
  expect(other?.said).not.toContain("run");
  await passDay();
  await expect.poll(() => other?.said, wait).toContain("run");
});

test("a process that waits for the next night can end", async () => {
  const program =
    "import { startNightlyCleanup } from './lib/accounts/nightly'; startNightlyCleanup('');";
  await promisify(execFile)(process.execPath, [...tsx, "--input-type=module", "-e", program], {
    timeout: 15_000,
  });
});

const tsx = ["--import", "tsx"];
const wait = { timeout: 15_000 };

function startNode() {
  const program = [...tsx, "tests/support/nightly-node.ts", databaseUrl ?? ""];
  const child = spawn(process.execPath, program, { stdio: ["ignore", "pipe", "inherit"] });
  const said: string[] = [];
  child.stdout.on("data", (data: Buffer) => said.push(...data.toString().trim().split("\n")));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, said };
}
