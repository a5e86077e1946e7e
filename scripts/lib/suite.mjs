// The steps of `npm run check`, `npm test` and the other test scripts, which run one after the other.
// After a failed step, the next ones still run, except those that need it. The summary at the end has a line for each
// step.
import { mkdirSync, rmSync } from "node:fs";
import { install } from "./install.mjs";
// #region containers
import { installPrograms } from "./install-programs.mjs";
// #endregion
import { end, runScript } from "./lifecycle.mjs";
import { inProject, startNode } from "./run.mjs";
import { step } from "./steps.mjs";
import { Stop } from "./stop.mjs";
import { countPlaywright, countVitest, summarize } from "./suite-summary.mjs";

/** Each step runs Node on `args`. `count` reads the number of tests from the report of the step. */
const unitAndContract = {
  title: "Unit and contract",
  args: ["node_modules/vitest/vitest.mjs", "run"],
  // #region postgres
  env: { TEST_PART: "short" },
  // #endregion
  count: countVitest,
};
const fast = [
  { title: "Format and lint", args: ["node_modules/@biomejs/biome/bin/biome", "ci"] },
  // #region postgres
  { title: "Schema drift", args: ["--import", "tsx", "prisma/drift.ts"] },
  // #endregion
  { title: "Route types", args: ["node_modules/next/dist/bin/next", "typegen"] },
  { title: "Types", args: ["node_modules/typescript/bin/tsc", "--noEmit"] },
  unitAndContract,
];

// #region postgres
const contractRest = {
  title: "More of the contract",
  args: ["node_modules/vitest/vitest.mjs", "run", "--project", "embedded"],
  env: { TEST_PART: "rest" },
  count: countVitest,
};
// #endregion

/** Arguments after `npm test --`, for example a spec file, are passed to Playwright. */
const named = process.argv.slice(3);

export const check = () => runSuite(fast);
/** Runs the short selection, unless arguments name tests. Named tests run in all of their projects. */
export const test = () => runSuite([...fast, ...inBrowser(named.length ? "" : "short")]);
// #region postgres
/** Runs what `npm test` leaves out. Arguments are passed to Playwright. */
export const testRest = () => runSuite([contractRest, ...inBrowser("rest")]);
// #endregion
// #region keep
export const testAll = () => runSuite([...fast, contractRest, ...inBrowser("")]);
// #endregion
// #region containers
/** Runs on real servers, single and clustered, and on the image. An argument can name a file. */
export const testInfra = () => runSuite(onServers());

function onServers() {
  const build = {
    title: "Standalone build",
    args: ["scripts/lib/build-for-tests.mjs", "standalone"],
  };
  const infra = {
    title: "Infrastructure",
    args: ["node_modules/vitest/vitest.mjs", "run", "--project", "infra", ...named],
    env: { TEST_INFRA: "1" },
    count: countVitest,
    needs: build,
  };
  return [build, infra];
}
// #endregion

/** `part` is "short", "rest", or "" for both (tests/support/parts.mjs). */
function inBrowser(part) {
  const builds =
    part === "short" || (!part && named.length) ? ["app"] : ["app", "without-middleware"];
  const build = { title: "Build", args: ["scripts/lib/build-for-tests.mjs", ...builds] };
  const browser = {
    title: "Browser",
    args: ["node_modules/@playwright/test/cli.js", "test", ...named],
    env: { TEST_PART: part },
    count: countPlaywright,
    needs: build,
    part,
  };
  return [build, browser];
}

function runSuite(steps) {
  return runScript(async () => {
    // #region postgres
    requireServices();
    // #endregion
    await step("Packages", install);
    if (steps.some(({ title }) => title === "Browser")) await step("Chromium", findChromium);
    // #region containers
    if (steps.some(({ title }) => title === "Infrastructure"))
      await step("Programs", installPrograms);
    // #endregion
    const results = [];
    for (const [n, wanted] of steps.entries()) {
      const failed = results.find((result) => result.step === wanted.needs && !result.passed);
      console.log(`\n── ${n + 1} of ${steps.length}: ${wanted.title}`);
      results.push(failed ? notRun(wanted) : await run(wanted));
    }
    summarize(results);
    await end(results.every(({ passed }) => passed) ? 0 : 1);
  });
}

// #region postgres
/** With TEST_REQUIRE_SERVICES, a missing server is an error, so that CI cannot skip tests unnoticed. */
function requireServices() {
  if (!process.env.TEST_REQUIRE_SERVICES) return;
  for (const [server, variable] of [
    ["a Postgres server", "TEST_DATABASE_URL"],
    // #region redis
    ["a Redis server", "TEST_REDIS_URL"],
    // #endregion
  ])
    if (!process.env[variable])
      throw new Stop(`TEST_REQUIRE_SERVICES requires ${server} → set ${variable}, as .ci/run does`);
}
// #endregion

async function findChromium() {
  const { ensureBrowser } = await import("./browser.mjs");
  const { path, version, source } = await ensureBrowser();
  process.env.CHROMIUM_PATH = path;
  return `${version}, ${source}: ${path}`;
}

function notRun(wanted) {
  console.log(`Not run, because this step failed: ${wanted.needs.title}`);
  return { step: wanted, seconds: 0, passed: false };
}

async function run(wanted) {
  const report = inProject(`.data/${wanted.title.toLowerCase().replaceAll(" ", "-")}.json`);
  mkdirSync(inProject(".data"), { recursive: true });
  rmSync(report, { force: true });
  const start = performance.now();
  const env = { TEST_REPORT: report, ...wanted.env };
  const child = startNode(wanted.args, { env, stdio: "inherit" });
  const code = await child.exited;
  const seconds = (performance.now() - start) / 1000;
  const tests = wanted.count?.(report);
  // A step without a passed test has failed, for example because the test runner crashed.
  const ran = !wanted.count || tests.some(({ passed }) => passed > 0);
  return { step: wanted, seconds, passed: code === 0 && ran, tests };
}
