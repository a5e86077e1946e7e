// What `npm run check`, `npm test` and `npm run test:all` run, one step after the other. A step that fails does not
// keep the next ones from running, except those that need it; the summary at the end has a line for each.
import { mkdirSync, rmSync } from "node:fs";
import { install } from "./install.mjs";
import { end, runScript } from "./lifecycle.mjs";
import { inProject, startNode } from "./run.mjs";
import { step } from "./steps.mjs";
import { Stop } from "./stop.mjs";
import { countPlaywright, countVitest, summarize } from "./suite-summary.mjs";

/** Each is Node on `args`. `count` reads the tests out of the report that the step has written. */
const fast = [
  { title: "Format and lint", args: ["node_modules/@biomejs/biome/bin/biome", "ci"] },
  { title: "Schema drift", args: ["--import", "tsx", "prisma/drift.ts"] },
  { title: "Route types", args: ["node_modules/next/dist/bin/next", "typegen"] },
  { title: "Types", args: ["node_modules/typescript/bin/tsc", "--noEmit"] },
  {
    title: "Unit and contract",
    args: ["node_modules/vitest/vitest.mjs", "run"],
    count: countVitest,
  },
];

/** What is said after `npm test --`, a spec file for example, goes to Playwright. */
const named = process.argv.slice(3);

export const check = () => runSuite(fast);
/** In short, unless something is named: that is run wherever it belongs. */
export const test = () => runSuite([...fast, ...inBrowser({ short: named.length === 0 })]);
export const testAll = () => runSuite([...fast, ...inBrowser({ short: false })]);

function inBrowser({ short }) {
  const builds = short || named.length > 0 ? ["app"] : ["app", "without-middleware"];
  const build = { title: "Build", args: ["scripts/lib/build-for-tests.mjs", ...builds] };
  const browser = {
    title: "Browser",
    args: ["node_modules/@playwright/test/cli.js", "test", ...named],
    env: { TEST_SHORT: short ? "1" : "" },
    count: countPlaywright,
    needs: build,
    short,
  };
  return [build, browser];
}

function runSuite(steps) {
  return runScript(async () => {
    requireServices();
    await step("Packages", install);
    if (steps.some(({ title }) => title === "Browser")) await step("Chromium", findChromium);
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

/** So that CI cannot leave anything out unnoticed. */
function requireServices() {
  if (!process.env.TEST_REQUIRE_SERVICES) return;
  for (const [server, variable] of [
    ["a Postgres server", "TEST_DATABASE_URL"],
    ["a Redis server", "TEST_REDIS_URL"],
  ])
    if (!process.env[variable])
      throw new Stop(
        `TEST_REQUIRE_SERVICES wants ${server} → name it in ${variable}, as .ci/run does`,
      );
}

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
  // A runner that died, or ran nothing, has no say in whether it passed.
  const ran = !wanted.count || tests.some(({ passed }) => passed > 0);
  return { step: wanted, seconds, passed: code === 0 && ran, tests };
}
