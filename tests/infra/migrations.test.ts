// `npm run db:migrate` on real servers: one run at a time per database, through a pooler too, with the settings that
// Next.js would read.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { createDatabase } from "../support/databases";
import { startPgBouncer } from "../support/pgbouncer";

// Each run starts a process of its own.
vi.setConfig({ testTimeout: 180_000 });

/** The lock of `prisma migrate deploy`. */
const LOCK = 72_707_369;

/** The output of the command, in a folder with only the files of the test. */
async function migrate(settings: Record<string, string>, files: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "migrate-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { DATABASE_URL: _, DIRECT_URL: __, NODE_ENV: ___, ...env } = process.env;
  const tsx = import.meta.resolve("tsx");
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", tsx, resolve("prisma/migrate.ts")],
    { cwd: folder, env: { ...env, ...settings } as NodeJS.ProcessEnv },
  );
  return stdout + stderr;
}

async function connect(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Advisory locks in this database, held or waited for. */
async function locks(client: pg.Client) {
  const { rows } = await client.query(
    `SELECT granted FROM pg_locks WHERE locktype = 'advisory'
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY granted DESC`,
  );
  return rows.map(({ granted }) => granted);
}

const APPLIED = /^Applied: \d+_init\b/;
const UP_TO_DATE = "The database is up to date.\n";

test("of two parallel runs on one database, one applies the migrations and the other has nothing to do", async () => {
  const DATABASE_URL = await createDatabase();
  const said = await Promise.all([migrate({ DATABASE_URL }), migrate({ DATABASE_URL })]);
  expect(said.sort()).toEqual([expect.stringMatching(APPLIED), UP_TO_DATE]);
});

test("a run waits for `prisma migrate deploy` on the same database, and not on another one", async () => {
  const [here, elsewhere] = [await createDatabase(), await createDatabase()];
  const prisma = await connect(elsewhere);
  await prisma.query("SELECT pg_advisory_lock($1)", [LOCK]);
  expect(await migrate({ DATABASE_URL: here })).toMatch(APPLIED);

  const said = migrate({ DATABASE_URL: elsewhere });
  await vi.waitFor(async () => expect(await locks(prisma)).toEqual([true, false]), 120_000);
  await prisma.query("SELECT pg_advisory_unlock($1)", [LOCK]);
  expect(await said).toMatch(APPLIED);
  expect(await locks(prisma)).toEqual([]);
});

const database = await createDatabase();
const pgBouncer = await startPgBouncer(database);

test.skipIf(!pgBouncer)(
  "a run through a pooler leaves no lock behind and suggests DIRECT_URL",
  async () => {
    const pooled = pgBouncer?.url ?? "";
    const asks = /through a pooler, .* → set DIRECT_URL /;
    const first = await migrate({ DATABASE_URL: pooled });
    expect(first).toMatch(APPLIED);
    expect(first).toMatch(asks);
    const owner = await connect(database);
    expect(await locks(owner)).toEqual([]);
    expect(await migrate({ DATABASE_URL: pooled })).toMatch(UP_TO_DATE);
    expect(await migrate({ DATABASE_URL: pooled, DIRECT_URL: database })).toBe(UP_TO_DATE);
  },
);

test("a run reads the .env files of Next.js in the same order", async () => {
  const [local, plain] = [await createDatabase(), await createDatabase()];
  const files = { ".env": `DATABASE_URL=${plain}`, ".env.local": `DATABASE_URL=${local}` };
  expect(await migrate({}, files)).toMatch(APPLIED);
  expect(await migrate({ DATABASE_URL: local })).toBe(UP_TO_DATE);
  expect(await migrate({ DATABASE_URL: plain })).toMatch(APPLIED);
});

test("a URL with a part that would be ignored is refused, as in the app", async () => {
  const DATABASE_URL = `${await createDatabase()}?schema=tenant`;
  await expect(migrate({ DATABASE_URL })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^DATABASE_URL has \?schema=.* → remove it/),
  });
});
