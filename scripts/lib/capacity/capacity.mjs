// npm run capacity                    estimates what 1, 10 and 100 million sessions need under each strategy. Measures
// a table with 100,000 rows on the Postgres of DATABASE_URL, and the Redis of REDIS_URL if it is set npm run capacity
// -- --to docs       also replaces the figures in docs/capacity.md
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs, promisify } from "node:util";
import { openScratchDatabase } from "../compare/database.mjs";
import { migrate } from "../database.mjs";
import { install } from "../install.mjs";
import { end, onEnd, runScript } from "../lifecycle.mjs";
import { inProject } from "../run.mjs";
import { step } from "../steps.mjs";
import { Stop } from "../stop.mjs";
import { bytes, need, round } from "./model.mjs";

const ROWS = 100_000;
const CHECKS = 2_000;
const SIZES = [1e6, 1e7, 1e8];
const USER = "cmh00000000000000measured";

const variants = [
  { name: "jwt" },
  { name: "database", hasRows: true },
  { name: "database", hasRows: true, inRedis: true },
  { name: "hybrid", hasRows: true },
  { name: "denylist", hasMarks: true },
  { name: "denylist", hasMarks: true, inRedis: true },
];
const titleOf = ({ name, inRedis }) => (inRedis ? `${name} + Redis` : name);

export function capacity() {
  return runScript(async () => {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { to: { type: "string" } },
    });
    const { DATABASE_URL, REDIS_URL } = process.env;
    if (!DATABASE_URL)
      throw new Stop(
        "The embedded Postgres gives no realistic sizes → set DATABASE_URL to a server",
      );
    console.log("");
    await step("Packages", install);
    const url = await openScratchDatabase(DATABASE_URL, "capacity");
    await step("Migrations", () => migrate(url));
    const { default: pg } = await import("pg");
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    onEnd(() => pool.end());
    await pool.query(
      `INSERT INTO "User" (id, name, email, "updatedAt") VALUES ($1, $2, $3, now())`,
      [USER, "Some Example Name", "some.example.name@mail.example"],
    );
    const measuredVariants = [];
    for (const variant of variants.filter(({ inRedis }) => !inRedis || REDIS_URL))
      await step(titleOf(variant), async () => {
        const costs = await measure(variant, url, REDIS_URL);
        measuredVariants.push({ ...variant, costs });
        const { firstCheck, nextCheck } = costs;
        return `first check ${firstCheck.sql} SQL, ${firstCheck.redis} Redis; next ${nextCheck.sql}, ${nextCheck.redis}`;
      });
    let tables;
    await step(`${ROWS} rows`, async () => {
      tables = await fill(pool);
    });
    tables.statementMs = measuredVariants.find(({ name }) => name === "database").costs.checkMs;
    const text = report(measuredVariants, tables);
    console.log(`\n${text}\n`);
    if (values.to) {
      const file = inProject(`${values.to}/capacity.md`);
      const before = readFileSync(file, "utf8");
      writeFileSync(
        file,
        before.replace(/(?<=<!-- measured -->\n)[\s\S]*(?=<!-- end -->)/, () => `\n${text}\n\n`),
      );
    }
    await end(0);
  });
}

async function measure({ name, inRedis }, url, redisUrl) {
  const words = [
    "--conditions=react-server",
    "--import",
    "tsx",
    inProject("scripts/lib/capacity/measure.ts"),
    USER,
    String(CHECKS),
  ];
  const env = {
    ...process.env,
    AUTH_STRATEGY: name,
    AUTH_STRATEGY_ALSO: "",
    AUTH_SECRET: "a secret of the measurement and of no use elsewhere",
    DATABASE_URL: url,
    REDIS_URL: inRedis ? redisUrl : "",
  };
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    cwd: inProject("."),
    env,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** Bytes of a row with its indexes. The tables are filled with copies of a row that a strategy has written. */
async function fill(pool) {
  await pool.query(
    `INSERT INTO "User" (id, name, email, "updatedAt")
     SELECT left(id, 15) || lpad(n::text, 10, '0'), name, n || email, "updatedAt" FROM "User", generate_series(1, $1::int) n`,
    [ROWS],
  );
  await pool.query(
    `INSERT INTO "Session" (id, "sessionToken", "userId", expires, short, "authTime", "createdAt", "updatedAt", ip, "userAgent")
     SELECT gen_random_uuid(), rpad(translate(encode(sha256(n::text::bytea), 'base64'), '+/=', '-_'), length("sessionToken"), 'x'),
       left("userId", 15) || lpad(n::text, 10, '0'), expires + n * interval '6 s', short, "authTime", "createdAt", "updatedAt", ip, "userAgent"
     FROM (SELECT * FROM "Session" LIMIT 1) one, generate_series(1, $1::int) n`,
    [ROWS],
  );
  await pool.query(
    `INSERT INTO "SessionMark" ("userId", name, value, expires)
     SELECT left("userId", 15) || lpad(n::text, 10, '0'), gen_random_uuid(), value, expires + n * interval '6 s'
     FROM (SELECT * FROM "SessionMark" LIMIT 1) one, generate_series(1, $1::int) n`,
    [ROWS],
  );
  const tables = { fresh: await sizes(pool) };
  // Simulates one day: every session is renewed, and autovacuum has run.
  await pool.query(
    `UPDATE "Session" SET expires = expires + interval '1 day', "updatedAt" = now()`,
  );
  await pool.query(`VACUUM "Session"`);
  tables.renewed = await sizes(pool);
  return {
    ...tables,
    Session: tables.renewed.Session.sum,
    SessionMark: tables.fresh.SessionMark.sum,
  };
}

async function sizes(pool) {
  const { rows } = await pool.query(
    `SELECT name, pg_table_size(format('%I', name)) / $1::float AS heap, pg_indexes_size(format('%I', name)) / $1::float AS indexes
     FROM unnest(ARRAY['User', 'Session', 'SessionMark']) name`,
    [ROWS],
  );
  return Object.fromEntries(
    rows.map(({ name, heap, indexes }) => [name, { heap, indexes, sum: heap + indexes }]),
  );
}

function report(measuredVariants, tables) {
  const lines = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model.trim() || "CPU"}, Node.js ${process.version}, ${ROWS.toLocaleString("en")} rows.`,
    "",
    toTable(
      ["bytes per row", "table", "indexes", "together"],
      [
        ["`Session`, new", tables.fresh.Session],
        ["`Session`, after each was renewed once", tables.renewed.Session],
        ["`SessionMark`", tables.fresh.SessionMark],
        ["`User`", tables.fresh.User],
      ].map(([name, { heap, indexes, sum }]) => [
        name,
        ...[heap, indexes, sum].map((size) => Math.round(size)),
      ]),
    ),
    "",
    toTable(
      ["SQL statements, Redis commands", ...measuredVariants.map(titleOf)],
      Object.entries({
        signIn: "the session of a sign-in",
        firstCheck: "the first check of a visit",
        nextCheck: "each further check",
        renewal: "renewal, once a day",
        rotation: "rotation, every 15 minutes",
        signOut: "sign-out",
      }).map(([key, name]) => [
        name,
        ...measuredVariants.map(({ costs }) => `${costs[key].sql}, ${costs[key].redis}`),
      ]),
    ),
    "",
    `A check by Postgres took ${tables.statementMs.toFixed(2)} ms (the median of ${CHECKS.toLocaleString("en")}, one after the other on one connection; the machine's load was ${loadavg()[0]?.toFixed(0)} on ${cpus().length} cores).`,
  ];
  for (const size of SIZES) {
    const needs = measuredVariants.map((variant) => need(size, variant, tables));
    const row = (name, show) => [name, ...needs.map(show)];
    lines.push(
      "",
      `### ${round(size)} sessions in use: ${round(needs[0].requests)} requests per second`,
      "",
      toTable(
        ["", ...measuredVariants.map(titleOf)],
        [
          row("rows", ({ rows }) => round(rows)),
          row("Postgres, bytes", (one) => bytes(one.bytes)),
          row("SQL statements per second", ({ statements }) => round(statements)),
          row("busy connections", ({ connections }) => round(connections)),
          row("Redis commands per second", ({ commands }) => round(commands)),
          row("Redis, bytes", ({ redisBytes }) => bytes(redisBytes)),
        ],
      ),
    );
  }
  return lines.join("\n");
}

function toTable(head, body) {
  const table = [head, ...body].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map(
    (row) => `| ${row.map((cell, n) => cell.padEnd(widths[n])).join(" | ")} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}
