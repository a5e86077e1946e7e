import { readFileSync } from "node:fs";
import { alike, onlyInFull } from "../../tests/support/parts.mjs";

/** The tests of vitest's JSON report: `[{ name, passed, failed, skipped }]`, empty when there is no report. */
export function countVitest(file) {
  const report = read(file);
  if (!report) return [];
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  return [{ name: "", passed, failed, skipped }];
}

/** The tests of Playwright's JSON report, each project for itself: a project is a strategy. */
export function countPlaywright(file) {
  const projects = new Map();
  for (const { projectName: name, status } of listTests(read(file)?.suites ?? [])) {
    const count = projects.get(name) ?? { name, passed: 0, failed: 0, skipped: 0 };
    projects.set(name, count);
    if (status === "expected") count.passed++;
    else if (status === "skipped") count.skipped++;
    else count.failed++;
  }
  return [...projects.values()];
}

/** Prints a line for each step, what was left out, and last the sum. */
export function summarize(results) {
  console.log("\n── Summary\n");
  const sum = { passed: 0, failed: 0 };
  for (const { step, seconds, passed, tests = [] } of results) {
    printLine(passed, step.title, `${seconds.toFixed(1)} s`, tests.length === 1 ? tests[0] : null);
    if (tests.length > 1)
      for (const count of tests) printLine(count.failed === 0, `  ${count.name}`, "", count);
    const failed = tests.reduce((total, count) => total + count.failed, 0);
    sum.passed += tests.reduce((total, count) => total + count.passed, 0);
    // A step that failed without a failed test is one failure, so that none is lost in the sum.
    sum.failed += failed || (passed ? 0 : 1);
  }
  printLeftOut(results);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
}

function printLine(good, title, time, count) {
  const words = count && [
    `${count.passed} passed`,
    ...(count.failed ? [`${count.failed} failed`] : []),
    ...(count.skipped ? [`${count.skipped} skipped`] : []),
  ];
  const line = `  ${good ? "✓" : "✗"} ${title.padEnd(20)}${time.padStart(9)}  ${words?.join(", ") ?? ""}`;
  console.log(line.trimEnd());
}

function printLeftOut(results) {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const short = results.some(({ step }) => step.short);
  const browser = results.some(({ step }) => step.title === "Browser");
  const left = [
    short && `Browser tests: ${onlyInFull.join(", ")}`,
    short && `Under every strategy instead of one: ${alike.join(", ")}`,
    !browser && "The build and the browser tests",
    !TEST_DATABASE_URL && "The contract on a Postgres server: set TEST_DATABASE_URL",
    !TEST_REDIS_URL && "Sessions behind a Redis server: set TEST_REDIS_URL",
  ].filter(Boolean);
  if (left.length === 0) return;
  console.log(
    "\nNot run here. CI runs them, and so does npm run test:all where the servers are named:",
  );
  for (const line of left) console.log(`  ${line}`);
}

const listTests = (suites) =>
  suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.flatMap(({ tests }) => tests),
    ...listTests(inner),
  ]);

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
