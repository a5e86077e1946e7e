import { expect, test } from "vitest";
import { bytes, need, round } from "../../scripts/lib/capacity/model.mjs";

const nothing = { sql: 0, redis: 0 };
const tables = { Session: 1000, SessionMark: 200, statementMs: 2 };
const costs = {
  signIn: nothing,
  signOut: nothing,
  firstCheck: { sql: 1, redis: 3 },
  nextCheck: { sql: 0, redis: 1 },
  renewal: nothing,
  rotation: nothing,
  copyBytes: 600,
  markBytes: 100,
};

test("a session makes five requests every five minutes", () => {
  const needs = need(3_000, { costs, hasRows: true, inRedis: true }, tables);
  expect(needs).toEqual({
    requests: 50,
    rows: 3_000,
    bytes: 3_000_000,
    statements: 10,
    connections: 0.02,
    commands: 70,
    redisBytes: 300_000,
  });
});

test("rare operations count in proportion to their frequency", () => {
  const rare = {
    ...costs,
    firstCheck: nothing,
    nextCheck: nothing,
    signIn: { sql: 7, redis: 0 },
    renewal: { sql: 1, redis: 0 },
    rotation: { sql: 2, redis: 0 },
  };
  const { statements } = need(604_800, { costs: rare, hasRows: true }, tables);
  expect(statements).toBeCloseTo(7 + 7 + 2 * 672);
});

test("a list in Redis has no rows, but one entry for each ended session", () => {
  const needs = need(1_000, { costs, hasMarks: true, inRedis: true }, tables);
  expect([needs.rows, needs.bytes, needs.redisBytes]).toEqual([0, 0, 100_000]);
});

test.each([
  [0, "0"],
  [1.65, "1.6"],
  [16_500_000, "17 million"],
  [999, "999"],
])("%d is %s", (value, text) => {
  expect(round(value)).toBe(text);
});

test("bytes", () => {
  expect(bytes(1_048_000_000)).toBe("999 MB");
});
