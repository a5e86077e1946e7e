// When the nightly cleanup runs, and where it does not run.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { everyNight, nextRun } from "@/lib/accounts/nightly";
import { HOUR } from "../support/clock";
import { importWith } from "../support/isolated";

describe("the next run", () => {
  test.each([
    ["2030-01-01T02:59:59.999Z", "2030-01-01T03:00:00Z"],
    ["2030-01-01T03:00:00.000Z", "2030-01-02T03:00:00Z"],
    ["2030-01-01T23:59:59.999Z", "2030-01-02T03:00:00Z"],
    ["2030-01-02T00:00:00.000Z", "2030-01-02T03:00:00Z"],
    ["2030-12-31T12:00:00.000Z", "2031-01-01T03:00:00Z"],
    ["2032-02-28T12:00:00.000Z", "2032-02-29T03:00:00Z"],
    // Daylight saving time does not change the interval of 24 hours.
    ["2030-03-31T12:00:00.000Z", "2030-04-01T03:00:00Z"],
  ])("after %s is %s", (now, night) => {
    expect(nextRun(Date.parse(now))).toBe(Date.parse(night));
  });
});

describe("the nightly run", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2030-01-01T12:00:00Z") });
    return () => vi.useRealTimers();
  });

  test("starts at 03:00 UTC every night", () => {
    const run = vi.fn(async () => {});
    everyNight(run);
    vi.advanceTimersByTime(15 * HOUR - 1);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(24 * HOUR - 1);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(2);
  });

  test("a run that does not end does not prevent the next one", () => {
    const run = vi.fn(() => new Promise<void>(() => {}));
    everyNight(run);
    vi.advanceTimersByTime(3 * 24 * HOUR);
    expect(run).toHaveBeenCalledTimes(3);
  });
});

describe("a server that starts", () => {
  const server = {
    NEXT_RUNTIME: "nodejs",
    DATABASE_URL: "postgresql://app@db.invalid:5432/app",
  };

  test.each([
    ["on a server of one's own", {}, 1],
    ["in the Edge runtime", { NEXT_RUNTIME: "edge" }, 0],
    ["during a build", { NEXT_PHASE: "phase-production-build" }, 0],
    ["on Vercel", { VERCEL: "1" }, 0],
    // #region keep
    ["without a database", { DATABASE_URL: "" }, 0],
    // #endregion
  ])("%s: %o leave %i timers", async (_where, settings, timers) => {
    const { register } = await importWith(
      { ...server, ...settings },
      () => import("@/instrumentation"),
    );
    vi.useFakeTimers();
    await register();
    expect(vi.getTimerCount()).toBe(timers);
    vi.useRealTimers();
  });
});
