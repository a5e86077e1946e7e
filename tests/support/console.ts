// A test in which something is written to console.error or console.warn fails, unless it said so.
import { afterEach, beforeEach, vi } from "vitest";

/** What the app writes when the database that it asks is broken. */
export const DATABASE_OUTAGE = /^\[database\] gives no usable answer: /;

/** ... and when Redis is, or is slower than the app waits for it. */
export const REDIS_OUTAGE = /^\[redis\] gives no usable answer: /;

let written: string[] = [];
let expected: RegExp[] = [];
let allowed: RegExp[] = [];

/** In this test the console gets a message like this one; without it, the test fails. */
export function expectConsole(pattern: RegExp): void {
  expected.push(pattern);
}

/** In this test the console may get such a message, for all that the test cares. */
export function allowConsole(pattern: RegExp): void {
  allowed.push(pattern);
}

beforeEach(() => {
  written = [];
  expected = [];
  // A busy machine may be slower than the app waits for Redis; the tests of that expect it.
  allowed = process.env.REDIS_URL ? [REDIS_OUTAGE] : [];
  for (const method of ["error", "warn"] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => {
      written.push(parts.map(toText).join(" "));
    });
});

afterEach(() => {
  const known = [...expected, ...allowed];
  const surprises = written.filter((message) => !known.some((pattern) => pattern.test(message)));
  if (surprises.length > 0) throw new Error(`Written to the console:\n${surprises.join("\n")}`);
  const missing = expected.filter((pattern) => !written.some((message) => pattern.test(message)));
  if (missing.length > 0) throw new Error(`Not written to the console: ${missing.join(", ")}`);
});

const toText = (part: unknown) =>
  part instanceof Error ? (part.stack ?? part.message) : String(part);
