import { expect, test } from "vitest";
import { strategies, strategyNames } from "@/lib/session/strategies";
import sample from "../../../docs/compare.json";
import { experiments } from "../experiments";
import { reportSchema } from "../shared/report-schema";
import { type Column, toRows } from "./trade";

const policy = {
  maxAge: 604_800,
  updateAge: 86_400,
  absoluteMaxAge: 2_592_000,
  shortMaxAge: 43_200,
  accessMaxAge: 900,
  reuseGrace: 10,
};
const report = reportSchema.parse(sample);

/** A strategy as it declares itself. Nothing here asks a store. */
function column(name: (typeof strategyNames)[number]): Column {
  const strategy = strategies[name].create({
    policy,
    clock: Date.now,
    secrets: ["a secret for this test alone, 32 bytes"],
    store: {} as never,
    marks: {} as never,
  });
  return { keep: name, label: name, strategy, figures: report.strategies[name] };
}

const columns = strategyNames.map(column);
const rows = toRows(columns, policy, report.settings);
const cell = (row: RegExp, name: string) => {
  const found = rows.find((candidate) => row.test(candidate.name));
  return found?.cells[strategyNames.indexOf(name as never)];
};

test("every row leads to an experiment, and has a cell for every strategy", () => {
  for (const { href, cells } of rows) {
    expect(experiments.map(({ path }) => path)).toContain(href);
    expect(cells).toHaveLength(columns.length);
  }
});

test("each cell shows the declared value, and the measured value with the settings of its run", () => {
  expect(cell(/ended session/, "jwt")).toEqual({
    verdict: "bad",
    text: "when it expires, up to 30 days later",
    more: "measured: not in 15 s",
  });
  expect(cell(/ended session/, "database")).toMatchObject({
    verdict: "good",
    text: "with the next request",
    more: expect.stringMatching(/^measured: within \d\.\d s$/),
  });
  expect(cell(/ended session/, "hybrid")).toMatchObject({
    verdict: "late",
    text: "within 15 min",
    more: expect.stringMatching(/^measured: \d+\.\d s, with a token of \d+ s$/),
  });
});

test("a cell without a measurement says so, and shows the declared value", () => {
  const [bare] = toRows([{ ...column("denylist"), figures: undefined }], policy, undefined);
  expect(bare?.cells[0]).toEqual({
    verdict: "good",
    text: "with the next request",
    more: "not measured yet",
  });
});

test("while the database is down, strategies that ask no store still work", () => {
  expect(cell(/database is down/, "jwt")?.verdict).toBe("good");
  expect(cell(/database is down/, "database")?.verdict).toBe("bad");
  expect(cell(/database is down/, "hybrid")?.text).toBe("works for up to 15 min");
  const redis: Column = {
    ...column("database"),
    withRedis: true,
    figures: report.strategies["database+redis"],
  };
  const outage = toRows([redis], policy, report.settings).find(({ name }) => /down/.test(name));
  expect(outage?.cells[0]?.text).toBe("works for 50 s");
});
