import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import sample from "@/docs/compare.json";
import type { LoadedReport } from "../shared/report";
import { reportSchema } from "../shared/report-schema";
import { Origin } from "./origin";

const report = reportSchema.parse(sample);
const textOf = (loaded: LoadedReport) =>
  renderToStaticMarkup(createElement(Origin, loaded)).replace(/<[^>]*>/g, " ");

test.each<[string, LoadedReport, RegExp]>([
  ["your own report", { report, from: "own", ownIsBroken: false }, /^ ?Your last run,/],
  ["the sample", { report, from: "sample", ownIsBroken: false }, /This is the sample/],
  [
    "an unreadable report",
    { report, from: "sample", ownIsBroken: true },
    /compare\.json could not be read .* writes a new one; until then, here is the sample/,
  ],
  ["no report", { report: null, from: "sample", ownIsBroken: false }, /There is no report yet/],
])(
  "for %s, the page says where the figures come from and how to measure",
  (_what, loaded, says) => {
    expect(textOf(loaded)).toMatch(says);
    expect(textOf(loaded)).toContain("npm run compare");
  },
);

test("only your own report is called your last run", () => {
  const loaded = { report, from: "sample" as const, ownIsBroken: false };
  expect(textOf(loaded)).not.toContain("last run");
  expect(textOf({ ...loaded, ownIsBroken: true })).not.toContain("last run");
});
