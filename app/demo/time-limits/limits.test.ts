import { expect, test } from "vitest";
import { practicePolicy, toEnd } from "./limits";

const times = (renewedAt: number) => ({ authTime: 0, renewedAt, expires: renewedAt + 10_000 });

test("a limit is named when its time has come", () => {
  expect(toEnd(practicePolicy, times(0), 10_250)).toBe("Over, by its idle limit");
  expect(toEnd(practicePolicy, times(25_000), 30_250)).toBe("Over, by its absolute limit");
  // The server's clock is known to within the time that an answer takes.
  expect(toEnd(practicePolicy, times(0), 9_500)).toBe("Over, by its idle limit");
});

test("before that, it was no limit", () => {
  expect(toEnd(practicePolicy, times(0), 5_000)).toBe("Over before any limit: somebody ended it");
});
