// What `npm run check` and `npm test` run, one after the other. A step that fails does not keep the next
// ones from running; the summary at the end has a line for each, and the last line counts the tests.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { install } from "./install.mjs";
import { end, runScript } from "./lifecycle.mjs";
import { inProject, startNode } from "./run.mjs";
import { step } from "./steps.mjs";
import { Stop } from "./stop.mjs";

const fast = [
  ["Format and lint", ["node_modules/@biomejs/biome/bin/biome", "ci"]],
  ["Schema drift", ["--import", "tsx", "prisma/drift.ts"]],
  ["Route types", ["node_modules/next/dist/bin/next", "typegen"]],
  ["Types", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["Unit and contract", ["node_modules/vitest/vitest.mjs", "run"], readVitest],
];

/** The browser tests build the app first, and run once for every strategy. */
const browser = ["Browser", ["node_modules/@playwright/test/cli.js", "test"], readPlaywright];

export const check = () => runSuite(fast);
export const test = () => runSuite([...fast, browser]);

function runSuite(steps) {
  return runScript(async () => {
    requireServices();
    await step("Packages", install);
    if (steps.includes(browser)) await sayBrowser();
    const results = [];
    for (const [title, args, count] of steps) results.push(await runStep(title, args, count));
    summarize(results);
    await end(results.every(({ passed }) => passed) ? 0 : 1);
  });
}

/** CI=true means that the real services are there: then leaving them out is a failure, not a choice. */
function requireServices() {
  if (process.env.CI && !process.env.TEST_DATABASE_URL)
    throw new Stop(
      "CI needs TEST_DATABASE_URL → .ci/run sets it, to a Postgres that it has started",
    );
}

async function sayBrowser() {
  await step("Chromium", async () => {
    const { ensureBrowser } = await import("./browser.mjs");
    const { path, version, source } = await ensureBrowser();
    process.env.CHROMIUM_PATH = path;
    return `${version}, ${source}: ${path}`;
  });
}

async function runStep(title, args, count) {
  console.log(`\n── ${title}`);
  const report = inProject(`.data/${title.toLowerCase().replaceAll(" ", "-")}.json`);
  mkdirSync(inProject(".data"), { recursive: true });
  rmSync(report, { force: true });
  const start = performance.now();
  const child = startNode(args, { env: { TEST_REPORT: report }, stdio: "inherit" });
  const code = await child.exited;
  const seconds = (performance.now() - start) / 1000;
  const counted = count ? read(report, count) : { passed: 0, failed: 0 };
  // A runner that died, or ran nothing, has no say in whether it passed.
  const ran = !count || counted.passed + counted.failed > 0;
  return { title, seconds, passed: code === 0 && ran, tests: counted };
}

function read(report, count) {
  try {
    return count(JSON.parse(readFileSync(report, "utf8")));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function readVitest({ numPassedTests, numFailedTests }) {
  return { passed: numPassedTests, failed: numFailedTests };
}

function readPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

function summarize(results) {
  console.log("");
  for (const { title, seconds, passed, tests } of results) {
    const ran = tests.passed + tests.failed;
    const count = ran ? `${tests.passed} of ${ran} tests` : "";
    const time = `${seconds.toFixed(1)} s`.padStart(8);
    console.log(`  ${passed ? "✓" : "✗"} ${title.padEnd(20)}${time}  ${count}`);
  }
  // A step without tests of its own counts as one, so that no failure is lost in the sum.
  const sum = { passed: 0, failed: 0 };
  for (const { passed, tests } of results) {
    sum.passed += tests.passed || (passed ? 1 : 0);
    sum.failed += tests.failed || (passed ? 0 : 1);
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
}
