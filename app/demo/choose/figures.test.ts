import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Report } from "../shared/report-schema";
import { Figures } from "./figures";
import { recommend } from "./recommend";
import { type Answers, presets } from "./rules";

const measured = {
  kickSeconds: 0,
  roleSeconds: 0,
  copySeconds: 0,
  cookieBytes: 43,
  sqlPerRequest: 0,
  redisPerRequest: 1,
  medianMs: 1.25,
  p99Ms: 3.5,
  costOverPing: 1.4,
  databaseDown: { servedSeconds: 49.9, thenStatus: 503, signedInAfterwards: true },
};
const report: Report = {
  date: "2026-11-24T12:00:00.000Z",
  machine: { cpu: "a processor", cores: 2, node: "20.20.0", database: "Postgres 17", redis: true },
  settings: { accessMaxAge: 8, watched: 15 },
  strategies: {
    "database+redis": measured,
    database: { ...measured, cookieBytes: 99_999 },
    hybrid: { ...measured, kickSeconds: 300, roleSeconds: null, copySeconds: 12.4 },
  },
};

const recommended = recommend(presets["Internal office system"] as Answers);
const textOf = (report: Report | null) =>
  renderToStaticMarkup(createElement(Figures, { report, recommended, redis: true })).replace(
    /<[^>]*>/g,
    " ",
  );

test("the figures are those of the recommended stores and of the runner-up, with where they were measured", () => {
  const text = textOf(report);
  for (const said of ["a processor", "2 cores", "20.20.0", "Postgres 17", "24 Nov 2026"])
    expect(text).toContain(said);
  for (const said of ["43 bytes", "1.25 ms, 3.5 ms", "1.4 times", "served for 49.9 s, then 503"])
    expect(text).toContain(said);
  for (const said of ["300.0 s", "not in 15 s", "12.4 s", "next request"])
    expect(text).toContain(said);
  expect(text).not.toContain("99,999");
});

test("a strategy that was not measured is said to be missing", () => {
  const { hybrid: _, ...strategies } = report.strategies;
  expect(textOf({ ...report, strategies })).toContain("The report has no figures for it");
});

test("without a report there is no figure at all", () => {
  expect(textOf(null)).toContain("npm run compare");
  expect(textOf(null)).not.toMatch(/\d/);
});
