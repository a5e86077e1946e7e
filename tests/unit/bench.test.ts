// The parts of bench/ that compute its figures.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { median, percentile, ratio, shuffle } from "../../bench/lib/stats.mjs";
import { countCommands, countStatements } from "../support/wire.mjs";

describe("statistics", () => {
  test("the median is the middle value, or the mean of the middle two", () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([9, 1, 2, 4])).toBe(3);
  });

  test("a percentile is one of the values, by nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([0.01, 0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([
      1, 50, 99, 100,
    ]);
    expect(percentile([7], 0.99)).toBe(7);
  });

  test("a ratio is computed per round, so a slow round affects both sides", () => {
    // The machine was ten times slower in the second round.
    expect(ratio([90, 9, 90], [100, 10, 100])).toEqual({ value: 0.9, from: 0.9, to: 0.9 });
  });

  // Tables of the sign test: the 22nd of 60, the 3rd of 15, and no such interval for fewer than 6.
  test.each([
    [60, 22, 39],
    [15, 3, 13],
    [5, 1, 5],
  ])("of %i rounds, the median lies between those of rank %i and %i", (rounds, from, to) => {
    const ranks = shuffle(Array.from({ length: rounds }, (_, n) => n + 1));
    expect(
      ratio(
        ranks,
        ranks.map(() => 1),
      ),
    ).toEqual({ value: (rounds + 1) / 2, from, to });
  });

  test("every subject takes one turn per round, and every order occurs", () => {
    const orders = new Set(Array.from({ length: 500 }, () => shuffle(["a", "b", "c"]).join("")));
    expect([...orders].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
  });
});

/** A message of the Postgres protocol. */
function message(type: string, body = ""): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

/** However the bytes arrive, the count is the same: at once, or one by one. */
function countInBothWays(create: () => (bytes: Buffer) => number, bytes: Buffer): number {
  const whole = create()(bytes);
  const counter = create();
  const pieces = [...bytes].reduce((sum, byte) => sum + counter(Buffer.from([byte])), 0);
  expect(pieces).toBe(whole);
  return whole;
}

describe("counted queries", () => {
  const startup = message("", "\0\x03\0\0user\0postgres\0\0");
  const prepared = ["P", "B", "D", "E", "S"].map((type) => message(type, "\0\0"));

  test.each([
    ["a handshake", [], 0],
    ["a prepared statement, parsed, bound, described and executed", prepared, 1],
    ["the same one executed again", [message("B"), message("E"), message("S")], 1],
    ["BEGIN, a statement and COMMIT", [message("Q"), ...prepared, message("Q")], 3],
  ])("SQL: %s", (_what, messages, count) => {
    expect(countInBothWays(countStatements, Buffer.concat([startup, ...messages]))).toBe(count);
  });

  test.each([
    ["nothing", "", 0],
    ["a GET", "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n", 1],
    ["two in one packet", "*1\r\n$6\r\nDBSIZE\r\n*1\r\n$4\r\nTIME\r\n", 2],
    ["a heartbeat between two", "*1\r\n$4\r\nTIME\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nTIME\r\n", 2],
    ["a value that looks like a command", "*2\r\n$4\r\nECHO\r\n$14\r\n*1\r\n$4\r\nPING\r\n\r\n", 1],
  ])("Redis: %s", (_what, text, count) => {
    expect(countInBothWays(countCommands, Buffer.from(text))).toBe(count);
  });
});

test("the bench's middleware has the matcher of the starter's", () => {
  const matcher = (file: string) => /matcher: \[.*/s.exec(readFileSync(file, "utf8"))?.[0];
  expect(matcher("middleware.ts")).toBeDefined();
  expect(matcher("bench/middleware.ts")).toBe(matcher("middleware.ts"));
});
