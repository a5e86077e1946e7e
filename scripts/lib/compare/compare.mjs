// npm run compare                    makes one build, starts a server per strategy, runs the same steps on each, and
// prints the results npm run compare -- --quick         a quick run: shorter lifetimes, shorter waits, fewer requests
// npm run compare -- --to FOLDER     writes the report to FOLDER instead of .data. --to docs replaces the sample and
// its quotation in docs/strategies.md.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { mayHoldDemoUsers, migrate, seed } from "../database.mjs";
import { install } from "../install.mjs";
import { end, runScript } from "../lifecycle.mjs";
import { inProject, runNode } from "../run.mjs";
import { readSettings } from "../settings.mjs";
import { step } from "../steps.mjs";
import { Stop } from "../stop.mjs";
import { openScratchDatabase } from "./database.mjs";
import { showProgress } from "./progress.mjs";
import { requireRedis } from "./redis.mjs";
import { describeMachine, toTable } from "./report.mjs";
import { startServer, unset } from "./servers.mjs";
import { STEPS, tell } from "./story.mjs";
import { time } from "./timing.mjs";
import { write } from "./write.mjs";

/**
 * Times in seconds. accessMaxAge: the lifetime of an access token (15 minutes would be too long to wait). watched: how
 * long to wait for an effect that may never come. watchedDown: the same while the database is down, longer than an
 * entry in the Redis cache is valid (features/redis/cached-store.ts). rounds: number of timed requests.
 */
const full = { accessMaxAge: 8, watched: 15, watchedDown: 60, rounds: 400 };
const quick = { accessMaxAge: 2, watched: 5, watchedDown: 5, rounds: 40 };

export function compare() {
  return runScript(async () => {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { quick: { type: "boolean" }, to: { type: "string", default: ".data" } },
    });
    const plan = values.quick ? quick : full;
    if (!existsSync(inProject("app/demo")))
      throw new Stop(
        "The comparison needs routes of app/demo, which has been deleted → restore it: git checkout COMMIT -- app/demo",
      );
    console.log("");
    await step("Packages", install);
    const settings = await readSettings("production");
    const { DATABASE_URL, REDIS_URL } = settings;
    await judge({ DATABASE_URL, REDIS_URL });
    await step("Redis", () => findRedis(REDIS_URL));
    let databaseUrl;
    await step("Database", async () => {
      databaseUrl = await openDatabase(DATABASE_URL);
      return DATABASE_URL ? "a temporary one on your server" : "embedded, in memory";
    });
    await step("Build", () => build(settings));

    const variants = (await listStrategies()).flatMap((name) =>
      name === "database" && REDIS_URL ? [name, "database+redis"] : [name],
    );
    let servers;
    await step("Servers", async () => {
      const options = { databaseUrl, redisUrl: REDIS_URL, accessMaxAge: plan.accessMaxAge };
      servers = await Promise.all(variants.map((variant) => startServer(variant, options)));
      return variants.join(", ");
    });
    const strategies = await measure(servers, plan);

    const machine = describeMachine({
      database: DATABASE_URL ? "a Postgres server" : "the embedded Postgres",
      redis: Boolean(REDIS_URL),
    });
    const { accessMaxAge, watched, watchedDown } = plan;
    const date = new Date().toISOString();
    const report = { date, machine, settings: { accessMaxAge, watched, watchedDown }, strategies };
    write(report, values.to);
    console.log(`\n${toTable(report)}\n`);
    console.log(`Written to compare.json and compare.md in ${values.to}`);
    if (values.to === ".data")
      console.log("To see it as a page: npm run demo, then /demo/report\n");
    // The servers do not end by themselves.
    await end(0);
  });
}

/** Validates the settings by the app's own schema. */
async function judge(stores) {
  const AUTH_SECRET = randomBytes(32).toString("base64");
  await runNode("The settings", ["--import", "tsx", "scripts/lib/judge-settings.mjs"], {
    env: { ...unset(), AUTH_SECRET, ...stores },
  });
}

/** The names in the app's registry, in its order. */
async function listStrategies() {
  const { tsImport } = await import("tsx/esm/api");
  const { strategyNames } = await tsImport(
    "../../../lib/session/strategies/index.ts",
    import.meta.url,
  );
  return strategyNames;
}

/** Uses only the Redis in REDIS_URL. A Redis that merely runs here may belong to another program. */
async function findRedis(url) {
  if (!url) return "none: REDIS_URL=redis://localhost:6379 would add database+redis";
  await requireRedis(url);
  return "yours, from REDIS_URL";
}

async function openDatabase(server) {
  // The comparison connects through a local proxy, so a TLS certificate for another host would not match.
  if (server && !mayHoldDemoUsers(server))
    throw new Stop(
      "DATABASE_URL is on another machine, but the comparison must be able to interrupt the connection → set DATABASE_URL= to use an embedded one",
    );
  const url = await openScratchDatabase(server, "auth_compare");
  await migrate(url);
  await seed(url);
  return url;
}

/** The figures of each server, by its variant. */
async function measure(servers, plan) {
  const told = await withBar("Scenarios", servers.length * STEPS, ({ run }) =>
    Promise.all(servers.map((server) => tell(server, plan, run))),
  );
  const clients = servers.map(({ variant }, n) => [variant, told[n].client]);
  const times = await withBar("Timing", 1, ({ within }) =>
    time(Object.fromEntries(clients), plan.rounds, within),
  );
  const figures = servers.map(({ variant }, n) => [
    variant,
    { ...told[n].figures, ...times[variant] },
  ]);
  return Object.fromEntries(figures);
}

/** A step with a progress bar, which is deleted before other output. Returns the result of `work`. */
async function withBar(title, steps, work) {
  let answer;
  await step(title, async () => {
    const progress = showProgress(steps);
    answer = await work(progress).finally(progress.end);
  });
  return answer;
}
