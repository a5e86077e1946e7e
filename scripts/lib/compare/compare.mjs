import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { build } from "../build.mjs";
import { mayHoldDemoUsers, migrate, seed } from "../database.mjs";
import { startEmbeddedPostgres } from "../embedded-postgres.mjs";
import { install } from "../install.mjs";
import { end, onEnd, runScript } from "../lifecycle.mjs";
import { findFreePort } from "../port.mjs";
import { showProgress } from "../progress.mjs";
import { inProject } from "../run.mjs";
import { serve } from "../serve.mjs";
import { step } from "../steps.mjs";
import { Stop } from "../stop.mjs";
import { describeMachine, toMarkdown, toTable } from "./report.mjs";
import { tell, time, WATCHED } from "./story.mjs";
import { openSwitch } from "./switch.mjs";

/** Seconds. The default of 15 minutes is too long to wait for. */
const ACCESS_MAX_AGE = 8;
/** Steps of one strategy's story that `tell` reports. */
const STEPS = 4;

export function compare() {
  return runScript(async () => {
    if (!existsSync(inProject("app/demo")))
      throw new Stop("The comparison asks routes of the demo, and app/demo is not here any more");
    console.log("");
    await step("Packages", install);
    const { DATABASE_URL, REDIS_URL } = process.env;
    let url = DATABASE_URL;
    await step("Database", async () => {
      url ??= await openTemporaryDatabase();
      if (!mayHoldDemoUsers(url))
        throw new Stop("DATABASE_URL names another machine → unset it: an embedded one will do");
      await migrate(url);
      await seed(url);
      return DATABASE_URL ? "yours, from DATABASE_URL" : "embedded, in memory";
    });
    await step("Build", () => build(process.env));

    const variants = ["jwt", "database", ...(REDIS_URL ? ["database+redis"] : []), "hybrid"];
    let started;
    await step("Servers", async () => {
      started = await Promise.all(variants.map((variant) => start(variant, url)));
      return REDIS_URL ? variants.join(", ") : `${variants.join(", ")}; set REDIS_URL for one more`;
    });

    const strategies = {};
    await step("Scenarios", async () => {
      const progress = showProgress(variants.length * STEPS);
      const told = await Promise.all(started.map((server) => tell(server, progress.next)));
      progress.end();
      told.forEach(({ figures }, n) => {
        strategies[variants[n]] = figures;
        started[n].client = told[n].client;
      });
    });
    await step("Timing", async () => {
      const progress = showProgress(variants.length);
      for (const { variant, client } of started) {
        Object.assign(strategies[variant], await time(client, progress.within));
        progress.next();
      }
      progress.end();
    });

    write({
      date: new Date().toISOString(),
      machine: describeMachine({
        database: DATABASE_URL ? "a Postgres server" : "the embedded Postgres",
        redis: Boolean(REDIS_URL),
      }),
      settings: { accessMaxAge: ACCESS_MAX_AGE, watched: WATCHED },
      strategies,
    });
    // The servers do not end by themselves.
    await end(0);
  });
}

async function openTemporaryDatabase() {
  const { url, stop } = await startEmbeddedPostgres();
  onEnd(stop);
  return url;
}

/** A server with a way of its own to the database, and people whom no other server knows. */
async function start(variant, databaseUrl) {
  const [strategy, redis] = variant.split("+");
  const way = await openSwitch(databaseUrl);
  const port = await findFreePort();
  const env = {
    AUTH_STRATEGY: strategy,
    AUTH_SECRET: randomBytes(32).toString("base64"),
    AUTH_TIMING: "1",
    AUTH_URL: "",
    ACCESS_TOKEN_MAX_AGE: String(ACCESS_MAX_AGE),
    DATABASE_URL: way.url,
    REDIS_URL: redis ? process.env.REDIS_URL : "",
  };
  await serve(env, port);
  const people = await addPeople(databaseUrl);
  return { variant, strategy, way, people, url: `http://127.0.0.1:${port}` };
}

async function addPeople(databaseUrl) {
  const { default: pg } = await import("pg");
  const { hash } = await import("@node-rs/argon2");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const password = randomUUID();
  const hashed = await hash(password);
  const people = {};
  const ids = [];
  onEnd(() => removePeople(databaseUrl, ids));
  for (const who of ["kicked", "promoted", "measured"]) {
    const id = `compare-${randomUUID()}`;
    const email = `${id}@example.com`;
    await client.query(
      `INSERT INTO "User" (id, email, name, "updatedAt") VALUES ($1, $2, 'Comparison', now())`,
      [id, email],
    );
    await client.query(
      `INSERT INTO "Password" ("userId", hash, "updatedAt") VALUES ($1, $2, now())`,
      [id, hashed],
    );
    ids.push(id);
    people[who] = { email, password };
  }
  await client.end();
  return people;
}

/** A database that is gone by then took them along. */
async function removePeople(databaseUrl, ids) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => {});
  await client
    .connect()
    .then(() => client.query(`DELETE FROM "User" WHERE id = ANY($1)`, [ids]))
    .catch(() => {});
  await client.end().catch(() => {});
}

function write(report) {
  mkdirSync(inProject(".data"), { recursive: true });
  writeFileSync(inProject(".data/compare.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(inProject(".data/compare.md"), toMarkdown(report));
  console.log(`\n${toTable(report)}\n`);
  console.log(
    "Written to .data/compare.json and .data/compare.md; npm run demo shows it at /demo/report\n",
  );
}
