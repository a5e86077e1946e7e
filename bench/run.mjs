// npm run bench              everything, with many rounds
// npm run bench -- --quick   fewer rounds
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { install } from "../scripts/lib/install.mjs";
import { end, runScript } from "../scripts/lib/lifecycle.mjs";
import { inProject } from "../scripts/lib/run.mjs";
import { step } from "../scripts/lib/steps.mjs";
import { buildApp, installPeers } from "./lib/app.mjs";
import { fullPlan, quickPlan } from "./lib/plan.mjs";
import { runWithProgress } from "./lib/progress.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const { DATABASE_URL, REDIS_URL } = process.env;
const file = ".data/bench.json";

runScript(async () => {
  console.log("");
  await step("Packages", install);
  await step("Peers' packages", installPeers);
  await step("Build", buildApp);
  // Imported late, because their packages are installed above.
  const { openScratchDatabase } = await import("./lib/database.mjs");
  const { measureDelays, measureVariant, mint } = await import("./lib/measure.mjs");
  const { measureGrowth } = await import("./lib/growth.mjs");
  const { openProxy } = await import("./lib/proxy.mjs");
  const report = await import("./lib/report.mjs");

  const plan = values.quick ? quickPlan : fullPlan;
  const context = {
    plan,
    settings: { AUTH_SECRET: randomBytes(32).toString("base64"), ACCESS_TOKEN_MAX_AGE: "86400" },
  };
  await step("Database", async () => {
    const database = await openScratchDatabase(DATABASE_URL);
    context.database = { ...database, proxy: await openProxy(database.url, "postgres") };
    return database.what;
  });
  let strategies;
  await step("Sessions", async () => {
    ({ strategies, sessions: context.sessions } = await mint(context, REDIS_URL));
    return `${plan.sessions} of each kind`;
  });
  await step("Redis", async () => {
    if (!REDIS_URL) return "left out: REDIS_URL is not set";
    if (!strategies.some(({ takesRedis }) => takesRedis)) return "left out: no strategy uses it";
    context.redis = { url: REDIS_URL, proxy: await openProxy(REDIS_URL, "redis") };
  });
  const delays = await measureDelays(context.database.proxy, plan.delays);
  console.log("");

  const variants = strategies.flatMap((strategy) => [
    { ...strategy, label: strategy.name, usesRedis: false },
    ...(context.redis && strategy.takesRedis
      ? [{ ...strategy, label: `${strategy.name} with Redis`, usesRedis: true }]
      : []),
  ]);
  const measured = variants.map((variant) => measureVariant(variant, context));
  const growth = measureGrowth(strategies, context);
  await runWithProgress([...measured.flatMap(({ jobs }) => jobs), ...growth.jobs]);

  const result = {
    at: new Date().toISOString(),
    mode: values.quick ? "quick" : "full",
    machine: report.machine(),
    database: context.database.what,
    plan,
    delays,
    strategies: measured.map(({ record }) => report.summarize(record)),
    growth: growth.record,
  };
  for (const strategy of result.strategies) report.printVariant(strategy);
  report.printGrowth(result.growth);
  writeFileSync(inProject(file), JSON.stringify(result, null, 2));
  console.log(report.closingWords(result, file));
  // Only counts set the exit code, because ratios also depend on the machine.
  const counted = result.strategies.flatMap(({ counts }) => counts);
  await end(counted.every(({ holds }) => holds) ? 0 : 1);
});
