// npm run bench                      everything, with many rounds
// npm run bench -- --quick           fewer rounds
// npm run bench -- --only sizes,cold-starts   only these parts: sizes, cold-starts, sign-ins, checks
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "../scripts/lib/build.mjs";
import { install } from "../scripts/lib/install.mjs";
import { end, runScript } from "../scripts/lib/lifecycle.mjs";
import { inProject } from "../scripts/lib/run.mjs";
import { step } from "../scripts/lib/steps.mjs";
import { Stop } from "../scripts/lib/stop.mjs";
import { buildApp, buildEmpty, installPeers } from "./lib/app.mjs";
import { fullPlan, quickPlan } from "./lib/plan.mjs";
import { runWithProgress } from "./lib/progress.mjs";

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const { DATABASE_URL, REDIS_URL } = process.env;
const file = ".data/bench.json";
const PARTS = ["sizes", "cold-starts", "sign-ins", "checks"];

runScript(async () => {
  const parts = values.only?.split(",") ?? PARTS;
  const unknown = parts.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0)
    throw new Stop(`--only names ${unknown.join(", ")} → use some of: ${PARTS.join(", ")}`);
  const has = (part) => parts.includes(part);

  console.log("");
  await step("Packages", install);
  await step("Peers' packages", installPeers);
  await step("Build", buildApp);
  if (parts.some((part) => part !== "checks"))
    await step("Build of the starter", (say) => build(process.env, say));
  if (has("sizes")) await step("Build of an empty app", buildEmpty);
  // Imported late, because their packages are installed above.
  const { openScratchDatabase } = await import("./lib/database.mjs");
  const { measureDelays, measureVariant, mint } = await import("./lib/measure.mjs");
  const { measureGrowth } = await import("./lib/growth.mjs");
  const { measureColdStarts } = await import("./lib/cold-starts.mjs");
  const { measureSignIns } = await import("./lib/sign-ins.mjs");
  const sizes = await import("./lib/sizes.mjs");
  const { openProxy } = await import("./lib/proxy.mjs");
  const report = await import("./lib/report.mjs");
  const around = await import("./lib/report-around.mjs");

  const plan = values.quick ? quickPlan : fullPlan;
  const context = {
    plan,
    settings: {
      AUTH_SECRET: randomBytes(32).toString("base64"),
      ACCESS_TOKEN_MAX_AGE: "86400",
      REDIS_URL: "",
    },
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
  const result = {
    at: new Date().toISOString(),
    mode: values.quick ? "quick" : "full",
    machine: report.machine(),
    database: context.database.what,
    plan,
  };

  if (has("sizes"))
    await step("Sizes", async () => {
      result.sizes = {
        routes: await sizes.measureRoutes(context),
        middleware: sizes.measureMiddleware(),
        pages: await sizes.measurePages(context),
      };
    });
  const coldStarts = has("cold-starts") && measureColdStarts(strategies, context);
  const signIns = has("sign-ins") && measureSignIns(context);
  await runWithProgress([...(coldStarts.jobs ?? []), ...(signIns.jobs ?? [])]);
  if (result.sizes) around.printSizes(result.sizes);
  if (coldStarts) {
    result.coldStarts = around.summarizeColdStarts(coldStarts.record);
    around.printColdStarts(result.coldStarts);
  }
  if (signIns) {
    result.signIns = around.summarizeSignIns(signIns.record);
    around.printSignIns(result.signIns);
  }

  if (has("checks")) {
    await step("Redis", async () => {
      if (!REDIS_URL) return "left out: REDIS_URL is not set";
      if (!strategies.some(({ takesRedis }) => takesRedis)) return "left out: no strategy uses it";
      context.redis = { url: REDIS_URL, proxy: await openProxy(REDIS_URL, "redis") };
    });
    result.delays = await measureDelays(context.database.proxy, plan.delays);
    console.log("");

    // There is no minimum by hand for a strategy that asks a store and keeps no rows.
    const compared = strategies.filter(({ asksStore, keepsRows }) => keepsRows || !asksStore);
    const variants = compared.flatMap((strategy) => [
      { ...strategy, label: strategy.name, usesRedis: false },
      ...(context.redis && strategy.takesRedis
        ? [{ ...strategy, label: `${strategy.name} with Redis`, usesRedis: true }]
        : []),
    ]);
    const measured = variants.map((variant) => measureVariant(variant, context));
    const growth = measureGrowth(compared, context);
    await runWithProgress([...measured.flatMap(({ jobs }) => jobs), ...growth.jobs]);
    result.strategies = measured.map(({ record }) => report.summarize(record));
    result.growth = growth.record;
    for (const strategy of result.strategies) report.printVariant(strategy);
    report.printGrowth(result.growth);
  }

  writeFileSync(inProject(file), JSON.stringify(result, null, 2));
  console.log(report.closingWords(result, file));
  // Only counts set the exit code, because ratios also depend on the machine.
  const counted = [
    ...(result.strategies ?? []).flatMap(({ counts }) => counts),
    ...(result.sizes ? around.judgeSizes(result.sizes) : []),
  ];
  await end(counted.every(({ holds }) => holds) ? 0 : 1);
});
