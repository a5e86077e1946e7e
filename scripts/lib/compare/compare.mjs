// npm run compare                    one build, a real server per strategy, the same story for each, and what it measured
// npm run compare -- --quick         a first look: shorter lives, shorter watches, fewer requests
// npm run compare -- --to FOLDER     puts the report there and not into .data. With --to docs it is the new sample,
//                                    and what docs/strategies.md quotes of it is replaced.
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
 * Seconds that an access token lives (15 minutes would be too long to wait for), that what may never come is
 * waited for, and, where there is a copy in Redis, that its end is (features/redis/cached-store.ts); and rounds
 * of requests.
 */
const full = { accessMaxAge: 8, watched: 15, watchedCopy: 60, rounds: 400 };
const quick = { accessMaxAge: 2, watched: 5, watchedCopy: 5, rounds: 40 };

export function compare() {
  return runScript(async () => {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { quick: { type: "boolean" }, to: { type: "string", default: ".data" } },
    });
    const plan = values.quick ? quick : full;
    if (!existsSync(inProject("app/demo")))
      throw new Stop(
        "The comparison asks routes of app/demo, which is not here any more → get it back: git checkout COMMIT -- app/demo",
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
      return DATABASE_URL ? "one of its own beside yours, for this run" : "embedded, in memory";
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
    const { accessMaxAge, watched } = plan;
    const date = new Date().toISOString();
    const report = { date, machine, settings: { accessMaxAge, watched }, strategies };
    write(report, values.to);
    console.log(`\n${toTable(report)}\n`);
    console.log(`Written to compare.json and compare.md in ${values.to}`);
    if (values.to === ".data") console.log("To see it drawn: npm run demo, then /demo/report\n");
    // The servers do not end by themselves.
    await end(0);
  });
}

/** By the app's own schema. */
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

/** None is looked for: what nobody named may be somebody else's. */
async function findRedis(url) {
  if (!url) return "none: REDIS_URL=redis://localhost:6379 would add database+redis";
  await requireRedis(url);
  return "yours, from REDIS_URL";
}

async function openDatabase(server) {
  // There is a switch in front of it, and a certificate would not be for that.
  if (server && !mayHoldDemoUsers(server))
    throw new Stop(
      "DATABASE_URL names another machine, and the comparison has to cut its line → set DATABASE_URL= to use an embedded one",
    );
  const url = await openScratchDatabase(server, "auth_compare");
  await migrate(url);
  await seed(url);
  return url;
}

/** The figures of each server, by its variant. */
async function measure(servers, plan) {
  const told = await withBar("Scenarios", servers.length * STEPS, ({ run }) =>
    Promise.all(
      servers.map((server) => {
        const watchedDown = server.variant.endsWith("redis") ? plan.watchedCopy : plan.watched;
        return tell(server, { watched: plan.watched, watchedDown }, run);
      }),
    ),
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

/** A step with a bar, which is gone before anything else is printed. Answers what `work` does. */
async function withBar(title, steps, work) {
  let answer;
  await step(title, async () => {
    const progress = showProgress(steps);
    answer = await work(progress).finally(progress.end);
  });
  return answer;
}
