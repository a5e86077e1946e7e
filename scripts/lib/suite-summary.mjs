import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
// #region postgres
import { differing, left, leftContract } from "../../tests/support/parts.mjs";
// #endregion
import { inProject } from "./run.mjs";

/**
 * Reads vitest's JSON report. Returns `[{ name, passed, failed, skipped, failures }]`, empty without a report.
 * `failures` names the failed tests.
 */
export function countVitest(file) {
  const report = read(file);
  if (!report) return [];
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  const failures = report.testResults.flatMap((suite) => [
    ...suite.assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) =>
        failureLine(suite.name, fullName, failureMessages[0]),
      ),
    // A file that could not be loaded has no tests.
    ...(suite.message ? [failureLine(suite.name, "", suite.message)] : []),
  ]);
  return [{ name: "", passed, failed, skipped, failures }];
}

/** Reads Playwright's JSON report, with one result per project: a project is a strategy. */
export function countPlaywright(file) {
  const projects = new Map();
  for (const { spec, test } of listTests(read(file)?.suites ?? [])) {
    const { projectName: name, status, results } = test;
    const count = projects.get(name) ?? { name, passed: 0, failed: 0, skipped: 0, failures: [] };
    projects.set(name, count);
    if (status === "expected") count.passed++;
    else if (status === "skipped") count.skipped++;
    else {
      count.failed++;
      const title = `[${name}] ${spec.title}`;
      count.failures.push(
        failureLine(`${spec.file}:${spec.line}`, title, results.at(-1)?.error?.message),
      );
    }
  }
  return [...projects.values()];
}

/** Prints a line for each step, a list of tests that did not run, and the sum. */
export function summarize(results) {
  console.log("\n── Summary\n");
  const sum = { passed: 0, failed: 0 };
  for (const { step, seconds, passed, tests = [] } of results) {
    printLine(passed, step.title, `${seconds.toFixed(1)} s`, tests.length === 1 ? tests[0] : null);
    if (tests.length > 1)
      for (const count of tests) printLine(count.failed === 0, `  ${count.name}`, "", count);
    const failed = tests.reduce((total, count) => total + count.failed, 0);
    sum.passed += tests.reduce((total, count) => total + count.passed, 0);
    // A step that failed without a failed test counts as one failure in the sum.
    sum.failed += failed || (passed ? 0 : 1);
  }
  // #region postgres
  printLeftOut(results);
  // #endregion
  const failures = results.flatMap(({ tests = [] }) => tests.flatMap((count) => count.failures));
  if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join("\n  ")}`);
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

// #region postgres
function printLeftOut(results) {
  // #region containers
  if (results.some(({ step }) => step.title === "Infrastructure")) return;
  // #endregion
  const part = results.find(({ step }) => step.part)?.step.part;
  if (part === "rest") return;
  const browser = results.some(({ step }) => step.title === "Browser");
  const notRun = [
    part && `Browser tests (npm run test:rest): ${left.join(", ")}`,
    !results.some(({ step }) => step.env?.TEST_PART === "rest") &&
      `Contract tests on the embedded Postgres (npm run test:rest): ${leftContract.join(", ")}`,
    // #region keep
    part &&
      `Under every strategy instead of the first (npm run test:all): all but ${differing.join(", ")}`,
    // #endregion
    !browser && "The build and the browser tests",
    !process.env.TEST_DATABASE_URL && "The contract on a Postgres server: set TEST_DATABASE_URL",
    // #region redis
    !process.env.TEST_REDIS_URL && "Sessions behind a Redis server: set TEST_REDIS_URL",
    // #endregion
  ].filter(Boolean);
  if (notRun.length === 0) return;
  console.log("\nNot run here:");
  for (const line of notRun) console.log(`  ${line}`);
}
// #endregion

/** One line: the file, the title, and the first line of the error. */
function failureLine(file, title, error = "") {
  const reason = stripVTControlCharacters(error).trim().split("\n")[0];
  return [file.replace(inProject(""), ""), title, reason].filter(Boolean).join(" › ");
}

const listTests = (suites) =>
  suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.flatMap((spec) => spec.tests.map((test) => ({ spec, test }))),
    ...listTests(inner),
  ]);

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
