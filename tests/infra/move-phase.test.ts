// The phases of a change of strategy, as a server logs them at its start and as /admin shows them. Uses a separate
// database, because the issued strategy is stored once per database.
import pg from "pg";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { createDatabase } from "../support/databases";
import { importWith } from "../support/isolated";

const DAY = 24 * 3600 * 1000;

let databaseUrl: string;
let owner: pg.Client;
let log: MockInstance<typeof console.log>;

beforeEach(async () => {
  databaseUrl = await createDatabase({ migrated: true });
  owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  log = vi.spyOn(console, "log").mockImplementation(() => {});
});

afterEach(async () => {
  await stopServer();
  await owner.end();
});

async function stopServer() {
  const { database } = globalThis as { database?: Promise<{ pool: { end(): Promise<void> } }> };
  await (await database)?.pool.end();
  Object.assign(globalThis, { database: undefined, outages: undefined });
}

/** Starts a server with these settings. Returns its log and the phase that it sees. */
async function startServer(strategy: string, ...also: string[]) {
  await stopServer();
  log.mockClear();
  const settings = {
    DATABASE_URL: databaseUrl,
    AUTH_STRATEGY: strategy,
    AUTH_STRATEGY_ALSO: also.join(),
    REDIS_URL: "",
  };
  const { announce } = await importWith(settings, () => import("@/features/move/announce"));
  announce();
  const lines = () => log.mock.calls.map(String);
  if (also.length > 0)
    await vi.waitFor(() => expect(lines()).toHaveLength(2), { timeout: 60_000, interval: 20 });
  const { readPhase, phaseOf, describePhase } = await import("@/features/move/phase");
  const phase = await readPhase();
  /** The current phase. */
  async function look() {
    const now = await readPhase();
    if (!now) throw new Error("No server has noted its start");
    return { ...now, number: phaseOf(now), words: describePhase(now) };
  }
  return { lines: lines(), phase, number: phase && phaseOf(phase), look };
}

/** Moves the server starts `days` into the past. */
const passDays = (days: number) =>
  owner.query(
    `UPDATE "SessionMark" SET value = (value::jsonb || jsonb_build_object(
       'since', (value::jsonb->>'since')::timestamptz - $1::float8 * interval '1 day',
       'at', (value::jsonb->>'at')::timestamptz - $1::float8 * interval '1 day'))::text
     WHERE "userId" = 'server'`,
    [days],
  );

/** What the servers have recorded about their settings. */
async function recorded() {
  const { rows } = await owner.query(
    `SELECT value::json AS value FROM "SessionMark" WHERE "userId" = 'server'`,
  );
  return rows[0]?.value;
}

/** Records an exchanged session. `at` in ms. */
const exchange = (to: string, at: number) =>
  owner.query(
    `INSERT INTO "SessionMark" ("userId", name, value, expires)
     VALUES ('someone', 'moved:' || gen_random_uuid(), json_build_object('to', $1::text, 'at', $2::bigint)::text,
       now() + interval '1 day')`,
    [to, at],
  );

/** A session whose row was written `days` ago, and that was active just now. */
async function addRow(days: number) {
  await owner.query(
    `INSERT INTO "User" (id, email, "updatedAt") VALUES ('someone', 'someone@example.com', now())
     ON CONFLICT DO NOTHING`,
  );
  await owner.query(
    `INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "createdAt", "updatedAt")
     VALUES (gen_random_uuid()::text, gen_random_uuid()::text, 'someone', now() + interval '1 day', now(),
       clock_timestamp() - $1::float8 * interval '1 day', now())`,
    [days],
  );
}

test("a server without AUTH_STRATEGY_ALSO logs and records nothing", async () => {
  const { lines, phase } = await startServer("jwt");
  expect(lines).toEqual([]);
  expect(phase).toBeNull();
});

test("each of the three phases is logged at start, and rolling back is phase 2 too", async () => {
  const first = await startServer("jwt", "database");
  expect(first.lines[0]).toBe(
    "[move] Sessions of AUTH_STRATEGY=jwt are issued, and those of database are accepted.",
  );
  expect(first.lines[1]).toMatch(/^\[move\] Phase 1: sessions of jwt are issued/);
  expect(first.lines[1]).not.toContain("phase3SafeFrom");

  const second = await startServer("database", "jwt");
  expect(second.lines[1]).toMatch(
    /^\[move\] Phase 2: sessions of database are issued, and those of jwt are exchanged/,
  );
  expect(second.phase).toMatchObject({ running: "database", issuing: "database", before: "jwt" });
  await passDays(6.9);
  expect((await second.look()).number).toBe(2);
  await passDays(0.2);
  expect((await second.look()).number, "after the longest life of an old session").toBe(3);
  const third = await startServer("database", "jwt");
  expect(third.lines[1]).toMatch(/^\[move\] Phase 3 is safe: .* Remove AUTH_STRATEGY_ALSO/);

  const back = await startServer("jwt", "database");
  expect(back.lines[1]).toMatch(
    /^\[move\] Phase 2: sessions of jwt are issued, and those of database are exchanged/,
  );
});

test("a server that still issues the old strategy logs that it must be restarted", async () => {
  const old = await startServer("jwt", "database");
  await owner.query(
    `UPDATE "SessionMark" SET value = (value::jsonb || '{"strategy":"database","before":"jwt"}')::text
     WHERE "userId" = 'server'`,
  );
  expect((await old.look()).words).toMatch(
    /^Phase 2 has begun: .* issues database\. This one still issues jwt\. Restart it with AUTH_STRATEGY=database\.$/,
  );
});

test("a single server that starts with phase 2 is in it after the first exchange", async () => {
  const server = await startServer("database", "jwt");
  expect(server.number).toBe(1);
  await exchange("database", Date.now() + 1000);
  expect((await server.look()).number).toBe(2);
});

test("a move from a stock Auth.js app has no phase 1, and its sessions last 30 days", async () => {
  const { number, phase } = await startServer("database", "authjs-jwt", "authjs-database");
  expect(number).toBe(2);
  expect((phase?.safeFrom ?? 0) - (phase?.started ?? 0)).toBe(30 * DAY);
});

describe("phase 3 is safe", () => {
  test("after the lifetime of a session since the last server start, if the change takes days", async () => {
    await startServer("jwt", "database");
    const { phase: begun } = await startServer("database", "jwt");
    expect((begun?.safeFrom ?? 0) - (begun?.started ?? 0)).toBe(7 * DAY);
    await passDays(0.5);
    const { phase: last } = await startServer("database", "jwt");
    expect((last?.started ?? 0) - (last?.since ?? 0)).toBeGreaterThan(0.4 * DAY);
    await passDays(6);
    const slow = await startServer("database", "jwt");
    expect(slow.phase?.started, "another server, days later").toBeGreaterThan(Date.now() - DAY);
    expect(slow.number).toBe(2);
    await passDays(2);
    const { phase: deployed } = await startServer("database", "jwt");
    expect(deployed?.started, "a deploy after the change").toBeLessThan(Date.now() - DAY);
  });

  test("later, when a server issued old sessions without AUTH_STRATEGY_ALSO meanwhile", async () => {
    await startServer("jwt", "database");
    await startServer("database", "jwt");
    await passDays(30);
    await startServer("database");
    expect((await startServer("database", "jwt")).number, "phase 3 was undone").toBe(3);
    await startServer("jwt");
    await vi.waitFor(async () => expect(await recorded()).toMatchObject({ also: "" }), 60_000);
    const again = await startServer("database", "jwt");
    expect(again.number).toBe(2);
    expect(again.phase).toMatchObject({ issuing: "database", before: "jwt" });
    expect(again.phase?.safeFrom).toBeGreaterThan(Date.now() + 6.9 * DAY);
  });

  test("later, when another strategy is accepted as well", async () => {
    await startServer("jwt", "database");
    await startServer("database", "jwt");
    await passDays(8);
    const { number, phase } = await startServer("database", "jwt", "authjs-jwt");
    expect(number).toBe(2);
    expect(phase?.safeFrom).toBeGreaterThan(Date.now() + 29 * DAY);
  });
});

test("exchanged sessions of the last day and remaining old rows are counted", async () => {
  await startServer("database", "hybrid");
  const { look } = await startServer("hybrid", "database");
  await addRow(1);
  await addRow(0);
  await addRow(0);
  await exchange("hybrid", Date.now() + 1000);
  await exchange("database", Date.now() + 1000);
  expect(await look()).toMatchObject({
    exchanged: { ever: 1, lastDay: 1 },
    rows: { issued: 2, before: 1 },
  });
  const { lines } = await startServer("hybrid", "database");
  expect(lines[1]).toContain('"exchangedInTheLastDay":1');
  expect(lines[1]).toContain('"rowsActiveInTheLastDay":{"issued":2,"before":1}');
  expect(lines[1]).toMatch(/"phase3SafeFrom":"\d{4}-/);

  await passDays(3);
  await owner.query(
    `UPDATE "SessionMark" SET value = (value::jsonb || jsonb_build_object('at', (value::jsonb->>'at')::bigint - ${2 * DAY}))::text
     WHERE name LIKE 'moved:%'`,
  );
  expect((await look()).exchanged).toEqual({ ever: 1, lastDay: 0 });
});
