import { describe, expect, test } from "vitest";
import type { SessionPolicy, SessionTimes } from "@/lib/session/policy";
import { accessEnd } from "@/lib/session/tokens/access-token";
import { DAY, HOUR, SECOND } from "../support/clock";
import { policy } from "../support/sessions";

const MINUTE = 60 * SECOND;

describe("an access token ends", () => {
  const times: SessionTimes = { authTime: 0, renewedAt: 0, expires: 7 * DAY };

  test.each<[string, Partial<SessionPolicy>, SessionTimes, number, number]>([
    ["accessMaxAge from now", {}, times, HOUR, HOUR + 15 * MINUTE],
    ["with its session", {}, times, 7 * DAY - MINUTE, 7 * DAY],
    ["when the session is to be renewed", { updateAge: 60 }, times, 0, MINUTE],
    ["soon enough to record activity", { idleTimeout: 1800 }, times, 0, 3 * MINUTE],
    [
      "accessMaxAge from now, with a long idle timeout",
      { idleTimeout: 36_000 },
      times,
      0,
      15 * MINUTE,
    ],
  ])("%s", (_what, changes, times, now, expected) => {
    expect(accessEnd({ ...policy, ...changes }, times, now)).toBe(expected);
  });
});
