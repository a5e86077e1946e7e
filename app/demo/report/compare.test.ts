// The parts of scripts/lib/compare on which a report rests. Here, because they go with the demo; a run of all of it
// is in tests/e2e/demo/report-run.spec.ts.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { quoteIn, toMarkdown, toRange, toTable } from "../../../scripts/lib/compare/report.mjs";
import { unset } from "../../../scripts/lib/compare/servers.mjs";
import { summarize, time } from "../../../scripts/lib/compare/timing.mjs";

import { toRange as toRangeOnPage } from "../shared/figures";

const figures = {
  kickSeconds: null,
  roleSeconds: 0.02,
  copySeconds: 7.64,
  cookieBytes: 552,
  sqlPerRequest: 1,
  redisPerRequest: 0,
  medianMs: [2.01, 2.0449, 2.09],
  p99Ms: 114.5,
  costOverPing: [1.163, 1.1749, 1.182],
  databaseDown: { servedSeconds: 49.94, thenStatus: 503, signedInAfterwards: true },
};
const signedOut = { servedSeconds: 0.1, thenStatus: 401, signedInAfterwards: false };
const report = {
  date: "2026-11-24T12:00:00.000Z",
  machine: { cpu: "a processor", cores: 2, node: "v20.20.0", database: "a server", redis: true },
  settings: { accessMaxAge: 8, watched: 15, watchedDown: 60 },
  strategies: {
    jwt: figures,
    database: { ...figures, databaseDown: signedOut },
    "database+redis": figures,
    hybrid: figures,
    denylist: { ...figures, kickSeconds: 0.02, copySeconds: 0.02 },
  },
};

describe("the table", () => {
  const cells = toTable(report)
    .split("\n")
    .map((line: string) => line.split("|").map((cell) => cell.trim()));
  const row = (what: string) => cells.find(([, name]: string[]) => name === what)?.slice(2, 4);

  test.each([
    ["", "`jwt`", "`database`"],
    ["ended: refused after", "not in 15 s", "not in 15 s"],
    ["new role: seen after", "at once", "at once"],
    ["copied cookie: refused", "7.6 s", "7.6 s"],
    ["database down: 503", "49.9 s", "at once, 401"],
    ["back up: signed in", "yes", "no"],
    ["session cookie, bytes", "552", "552"],
    ["SQL per request", "1", "1"],
    ["Redis per request", "0", "0"],
    ["median, ms", "2.01–2.09", "2.01–2.09"],
    ["99th percentile, ms", "115", "115"],
    ["ratio to no auth", "1.16–1.18", "1.16–1.18"],
  ])("says of “%s”: %s, %s", (what, jwt, database) => {
    expect(row(what)).toEqual([jwt, database]);
  });

  test("fits a terminal of 100 columns", () => {
    const { database: _, ...usual } = report.strategies;
    const lines = toTable({ ...report, strategies: { ...usual, database: figures } }).split("\n");
    expect(new Set(lines.map(({ length }: string) => length)).size).toBe(1);
    expect(lines[0]?.length).toBeLessThanOrEqual(100);
  });

  test("has columns only for the measured variants", () => {
    const { "database+redis": _, ...strategies } = report.strategies;
    expect(toTable({ ...report, strategies })).not.toContain("redis");
  });
});

describe("the page", () => {
  test("says where and how it was measured", () => {
    const page = toMarkdown(report);
    expect(page).toContain("2026-11-24");
    expect(page).toContain("2 cores of a processor, Node.js v20.20.0, a server, Redis.");
    expect(page).toContain("access tokens lived 8 s");
    expect(page).toContain('"Not in 15 s"');
    expect(toMarkdown({ ...report, machine: { ...report.machine, redis: false } })).toContain(
      "a server, no Redis.",
    );
  });

  test("is quoted only between its marks", () => {
    const marked = (text: string) =>
      `before\n<!-- quoted: npm run compare -- --to docs -->\n${text}<!-- end of the quote -->\nafter`;
    const quoted = quoteIn(marked("\nsomething older\n\n"), report);
    expect(quoted).toContain(toTable(report));
    expect(quoted).toMatch(/^before\n[\s\S]*\nafter$/);
    expect(quoted).not.toContain("older");
    expect(quoteIn(quoted, report)).toBe(quoted);
    expect(quoteIn("no marks", report)).toBe("no marks");
  });
});

describe("the sample", () => {
  const read = (name: string) => readFileSync(`docs/${name}`, "utf8");
  const sample = JSON.parse(read("compare.json"));

  test("is the same in docs/compare.md as in its data", () => {
    expect(read("compare.md")).toBe(toMarkdown(sample));
  });

  test("is what docs/strategies.md quotes", () => {
    expect(read("strategies.md")).toContain(toTable(sample));
    expect(quoteIn(read("strategies.md"), sample)).toBe(read("strategies.md"));
  });
});

test("no setting of the environment or of a .env file reaches the servers", () => {
  const schema = readFileSync("lib/env-schema.ts", "utf8");
  const names = [...schema.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name);
  expect(names).toContain("SESSION_DEVICE_LIMIT");
  const platform = ["NODE_ENV", "PORT", "VERCEL"];
  expect(Object.keys(unset())).toEqual(
    expect.arrayContaining(names.filter((name = "") => !platform.includes(name))),
  );
  expect(new Set(Object.values(unset()))).toEqual(new Set([""]));
});

test.each([
  [[1.163, 1.17, 1.182], "1.16–1.18"],
  [[3.62, 3.7, 3.99], "3.6–4.0"],
  [[12.1, 14, 19.2], "12–19"],
  [[1.171, 1.172, 1.173], "1.17"],
])("an interval of %j has the digits that are known: %s", (median, text) => {
  expect(toRange(median)).toBe(text);
  expect(toRangeOnPage(median as [number, number, number])).toBe(text);
});

test("the interval of a median follows from ranks, and a ratio compares consecutive requests", () => {
  // The machine is twice as slow in the second half. That is no difference between the two.
  const pairs = Array.from({ length: 400 }, (_, n) => {
    const slow = n < 200 ? 1 : 2;
    return { me: slow * (12 + (n % 5)), ping: slow * 10 };
  });
  const { medianMs, costOverPing } = summarize(pairs);
  expect(costOverPing[1]).toBeCloseTo(1.4);
  expect(costOverPing[2] - costOverPing[0]).toBeLessThan(0.11);
  expect(medianMs[0]).toBeLessThan(medianMs[2]);
  expect(summarize(pairs.slice(0, 3)).medianMs).toEqual([12, 13, 14]);
});

describe("the timing", () => {
  /** A client that notes what it is asked, in `asked`. */
  const createClient = (name: string, asked: string[], answers: number[] = []) => ({
    async get(path: string) {
      asked.push(`${name} ${path}`);
      return { status: answers.shift() ?? 200 };
    },
    me: async () => ({ status: answers.shift() ?? 200 }),
  });

  test("alternates between all clients in each round, and varies the first one", async () => {
    const asked: string[] = [];
    const clients = { a: createClient("a", asked), b: createClient("b", asked) };
    const shares: number[] = [];
    const times = await time(clients, 4, (share: number) => shares.push(share));
    const rounds = Array.from({ length: asked.length / 4 }, (_, n) =>
      asked.slice(4 * n, 4 * n + 4),
    );
    const each = ["a /api/me", "a /api/ping", "b /api/me", "b /api/ping"];
    for (const round of rounds) expect(round.toSorted()).toEqual(each);
    expect([...new Set(rounds.map(([first]) => first))].toSorted()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^a/), expect.stringMatching(/^b/)]),
    );
    expect(Object.keys(times)).toEqual(["a", "b"]);
    expect(times.a?.medianMs[1]).toBeGreaterThan(0);
    expect(shares.at(-1)).toBe(1);
  });

  test("continues when an access token has expired, and stops at any other answer", async () => {
    const ended = createClient("a", [], [401]);
    await expect(time({ ended }, 2, () => {})).resolves.toBeDefined();
    const down = createClient("a", [], [503]);
    await expect(time({ down }, 2, () => {})).rejects.toThrow("was answered with 503");
    const out = createClient("a", [], [401, 401]);
    await expect(time({ out }, 2, () => {})).rejects.toThrow("was answered with 401");
  });
});
