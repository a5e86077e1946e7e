import { expect, test } from "vitest";
import { toRows } from "./pack";

const at = (from: number, width = 10) => ({ from, width });

test("what fits side by side is in one row, whatever the order", () => {
  expect(toRows([at(0), at(12), at(24)], 2)).toEqual([0, 0, 0]);
  expect(toRows([at(24), at(0), at(12)], 2)).toEqual([0, 0, 0]);
});

test("what does not fit goes below, and the first row with room takes the next", () => {
  expect(toRows([at(0), at(11), at(13)], 2)).toEqual([0, 1, 0]);
  expect(toRows([at(0), at(0), at(0)], 2)).toEqual([0, 1, 2]);
  expect(toRows([], 2)).toEqual([]);
});
