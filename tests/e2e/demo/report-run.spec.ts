// All of `npm run compare`, with short lifetimes and short waits: on the embedded Postgres, or on the servers in
// TEST_DATABASE_URL and TEST_REDIS_URL.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { type Figures, reportSchema } from "../../../app/demo/shared/report-schema";
import { strategyNames } from "../../../lib/session/strategies";
import { expect, test } from "../../support/e2e-test";

test.describe.configure({ mode: "default", timeout: 120_000 });

const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;

interface Run {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

/** As from a terminal: with a process group of its own. The settings are those that would spoil the figures. */
function run(...args: string[]): Run {
  const child = spawn(process.execPath, ["scripts/run.mjs", "compare", "--quick", ...args], {
    detached: true,
    env: {
      ...process.env,
      DATABASE_URL: TEST_DATABASE_URL ?? "",
      REDIS_URL: TEST_REDIS_URL ?? "",
      SESSION_DEVICE_LIMIT: "1",
      SESSION_MAX_AGE: "1",
      ACCESS_TOKEN_MAX_AGE: "900",
      AUTH_URL: "https://somewhere.example",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data) => {
      output += data;
    });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, output: () => output, exited };
}

/** Databases and tables of the given server. A run must not change them. */
async function listWhatIsThere(): Promise<unknown> {
  if (!TEST_DATABASE_URL) return null;
  const client = new pg.Client({ connectionString: TEST_DATABASE_URL });
  await client.connect();
  const databases = await client.query(
    "SELECT datname FROM pg_database WHERE datname LIKE 'auth_compare_%'",
  );
  const tables = await client.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  await client.end();
  return [databases.rows, tables.rows];
}

test("a run confirms the promises of each strategy and leaves no data behind", async () => {
  const before = await listWhatIsThere();
  const folder = test.info().outputPath("report");
  const { output, exited } = run("--to", folder);
  expect(await exited, output()).toBe(0);
  expect(await listWhatIsThere()).toEqual(before);

  const { strategies } = reportSchema.parse(
    JSON.parse(readFileSync(`${folder}/compare.json`, "utf8")),
  );
  const columns = strategyNames.flatMap((name) =>
    name === "database" && TEST_REDIS_URL ? [name, "database+redis"] : [name],
  );
  expect(Object.keys(strategies)).toEqual(columns);
  expect(output()).toContain(TEST_REDIS_URL ? "yours, from REDIS_URL" : "would add database+redis");
  const printed = output()
    .match(/^\|.*$/gm)
    ?.join("\n");
  expect(readFileSync(`${folder}/compare.md`, "utf8")).toContain(printed);

  const late = ({ kickSeconds, roleSeconds, copySeconds }: Figures) => [
    kickSeconds,
    roleSeconds,
    copySeconds,
  ];
  const { jwt, database, hybrid } = strategies as Record<string, Figures>;
  if (!jwt || !database || !hybrid) throw new Error("cannot be: they are the columns");
  expect(late(jwt)).toEqual([null, null, null]);
  expect(jwt.databaseDown).toEqual({
    servedSeconds: null,
    thenStatus: null,
    signedInAfterwards: true,
  });
  for (const seen of [database, hybrid]) expect(late(seen)).not.toContain(null);
  for (const { databaseDown } of [database, hybrid]) {
    expect(databaseDown.thenStatus).toBe(503);
    expect(databaseDown.signedInAfterwards).toBe(true);
  }
  expect([jwt, database, hybrid].map(({ sqlPerRequest }) => sqlPerRequest)).toEqual([0, 1, 0]);
});

test("Ctrl-C during a run leaves no process and no database behind", async () => {
  test.skip(!existsSync("/proc/self/stat"), "DID NOT RUN: needs /proc to find processes");
  const before = await listWhatIsThere();
  const { child, output, exited } = run();
  await expect.poll(output, { timeout: 60_000 }).toContain("Scenarios");
  const processes = listDescendants(child.pid as number);
  // The database, where it is an embedded one, and a server for each strategy.
  expect(processes.length).toBeGreaterThan(2);
  process.kill(-(child.pid as number), "SIGINT");
  expect(await exited, output()).toBe(130);
  expect(processes.filter(isAlive)).toEqual([]);
  expect(await listWhatIsThere()).toEqual(before);
  expect(output()).not.toMatch(/error/i);
});

/** Of each process, its parent (proc(5): after the name in brackets come its state and its parent). */
function listDescendants(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)]);
  const childrenOf = (parent: number): number[] =>
    parents.flatMap(([child = 0, of]) => (of === parent ? [child, ...childrenOf(child)] : []));
  return childrenOf(pid);
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ")[1]);
  } catch {
    return 0; // gone in the meantime
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
