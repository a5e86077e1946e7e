import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Figures as Measured, Report } from "../shared/report-schema";
import { Figures } from "./figures";
import { listOptions } from "./options";
import { recommend } from "./recommend";
import { type Answers, presets } from "./rules";
import { settingsFor } from "./settings";

const options = await listOptions();

const measured: Measured = {
  kickSeconds: 0,
  roleSeconds: 0,
  copySeconds: 0,
  cookieBytes: 43,
  sqlPerRequest: 0,
  redisPerRequest: 1,
  medianMs: [1.2, 1.25, 1.3],
  p99Ms: 3.5,
  costOverPing: [1.36, 1.374_5, 1.4],
  databaseDown: { servedSeconds: 49.9, thenStatus: 503, signedInAfterwards: true },
};
const report: Report = {
  date: "2026-11-24T12:00:00.000Z",
  machine: { cpu: "a processor", cores: 2, node: "20.20.0", database: "Postgres 17", redis: true },
  settings: { accessMaxAge: 8, watched: 15, watchedDown: 60 },
  strategies: {
    "database+redis": measured,
    database: { ...measured, cookieBytes: 99_999 },
    hybrid: { ...measured, kickSeconds: 7.2, roleSeconds: null, copySeconds: 3.4 },
  },
};

function textOf(
  report: Report | null,
  preset = "Internal office system",
  from: "own" | "sample" = "own",
) {
  const answers = presets[preset] as Answers;
  const recommended = recommend(options, answers);
  const settings = settingsFor(answers, recommended);
  const html = renderToStaticMarkup(
    createElement(Figures, { report, from, recommended, settings }),
  );
  return html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
}

test("the figures are those of the recommendation and the runner-up, with the machine and the date", () => {
  const text = textOf(report);
  for (const said of ["a processor", "2 cores", "20.20.0", "Postgres 17", "24 Nov 2026"])
    expect(text).toContain(said);
  for (const said of ["43 bytes", "1.20–1.30 ms", "1.36–1.40 times", "served for 50 s, then 503"])
    expect(text).toContain(said);
  for (const said of ["measured: 7.2 s", "not in 15 s", "measured: 3.4 s", "next request"])
    expect(text).toContain(said);
  expect(text).not.toContain("99,999");
});

test.each([
  ["as the runner-up, with the default", "Internal office system", "15 min"],
  ["as the recommendation, with its settings", "Platform with an API", "5 min"],
])(
  "a delay that depends on an access token is shown with the lifetime of the settings: %s",
  (_what, preset, life) => {
    expect(textOf(report, preset)).toContain(
      `up to ${life} measured: 7.2 s, with access tokens of 8 s`,
    );
  },
);

test("access tokens are not mentioned if there are none", () => {
  expect(textOf(report, "Content site")).not.toContain("access tokens");
});

test("the panel says whether the figures are from your last run or the sample", () => {
  expect(textOf(report)).toContain("Figures of your last run");
  const sample = textOf(report, undefined, "sample");
  expect(sample).toContain("Figures of the sample");
  expect(sample).toContain("It comes with the repository, and was measured on");
});

test("the panel says if a strategy was not measured", () => {
  const { hybrid: _, ...strategies } = report.strategies;
  expect(textOf({ ...report, strategies })).toContain("The report has no figures for it");
});

test("without a report, no figure is shown", () => {
  expect(textOf(null)).toContain("npm run compare");
  expect(textOf(null)).not.toMatch(/\d/);
});
