// A test fails if console.error or console.warn is called, unless the test expects it.
import { afterEach, beforeEach, vi } from "vitest";

/** The app's messages when the database is broken. */
export const DATABASE_OUTAGE = /^\[database\] gives no usable answer: /;

/** The app's messages when Redis is broken or too slow. */
export const REDIS_OUTAGE = /^\[redis\] gives no usable answer: /;

let written: string[] = [];
let expected: RegExp[] = [];
let allowed: RegExp[] = [];

/** Expects a message like this one in the console; without it, the test fails. */
export function expectConsole(pattern: RegExp): void {
  expected.push(pattern);
}

/** Allows such a message in the console. */
export function allowConsole(pattern: RegExp): void {
  allowed.push(pattern);
}

beforeEach(() => {
  written = [];
  expected = [];
  // On a busy machine Redis may be slower than the app's timeout; tests of this timeout expect the message.
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
