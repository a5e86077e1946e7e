import { describe, expect, test } from "vitest";
import {
  absoluteEnd,
  expiryFrom,
  isLive,
  isRenewalDue,
  renewAfter,
  type SessionPolicy,
  type SessionTimes,
} from "@/lib/session/policy";
import { DAY, HOUR, SECOND } from "../support/clock";

const policy: SessionPolicy = {
  maxAge: (7 * DAY) / SECOND,
  updateAge: DAY / SECOND,
  absoluteMaxAge: (30 * DAY) / SECOND,
  accessMaxAge: 15 * 60,
  reuseGrace: 10,
};

const idle = { ...policy, idleTimeout: 1800 };
const MINUTE = 60 * SECOND;

/** Signed in at 0. All times in this file are milliseconds since then. */
const fresh: SessionTimes = { authTime: 0, renewedAt: 0, expires: 7 * DAY };
/** Renewed on day 29, so that the absolute limit comes before `maxAge` would. */
const old: SessionTimes = { authTime: 0, renewedAt: 29 * DAY, expires: 30 * DAY };

/** Rows of a table: [when, what it is then, the time], around `limit`. */
function around<Answer>(limit: number, before: Answer, from: Answer): [string, Answer, number][] {
  return [
    ["a second before", before, limit - SECOND],
    ["a millisecond before", before, limit - 1],
    ["at", from, limit],
    ["a millisecond after", from, limit + 1],
    ["a second after", from, limit + SECOND],
  ];
}

describe("a session is valid before its end, and not at its end", () => {
  /** The times that a less strict policy has written. */
  const unending: SessionTimes = { authTime: 0, renewedAt: 0, expires: 365 * DAY };
  const used = { ...unending, renewedAt: 20 * MINUTE };

  test.each<[string, SessionPolicy, SessionTimes, number]>([
    ["maxAge", policy, fresh, 7 * DAY],
    ["absoluteMaxAge", policy, old, 30 * DAY],
    [
      "absoluteMaxAge, whatever end was written down",
      policy,
      { ...old, expires: 365 * DAY },
      30 * DAY,
    ],
    ["idleTimeout, never used", idle, { ...unending, expires: 30 * MINUTE }, 30 * MINUTE],
    ["idleTimeout, whatever end was written down", idle, unending, 30 * MINUTE],
    ["idleTimeout since it was last used", idle, used, 50 * MINUTE],
    [
      "an end that was written down before the idle timeout",
      idle,
      { ...used, expires: 40 * MINUTE },
      40 * MINUTE,
    ],
    [
      "absoluteMaxAge, however lately it was used",
      idle,
      { ...old, renewedAt: 30 * DAY - MINUTE },
      30 * DAY,
    ],
  ])("%s", (_what, policy, times, end) => {
    for (const [when, lives, now] of around(end, true, false))
      expect(isLive(policy, times, now), when).toBe(lives);
  });

  test("a session is valid on a server whose clock is behind", () => {
    expect(isLive(policy, fresh, -5 * 60 * SECOND)).toBe(true);
  });
});

describe("a renewal is due", () => {
  test.each(around(3 * MINUTE, false, true))(
    "%s a tenth of the idle timeout: %s",
    (_when, expected, now) => {
      const times = { authTime: 0, renewedAt: 0, expires: 30 * MINUTE };
      expect(isRenewalDue(idle, times, now)).toBe(expected);
    },
  );

  test.each(around(DAY, false, true))("%s updateAge: %s", (_when, expected, now) => {
    expect(isRenewalDue(policy, fresh, now)).toBe(expected);
  });

  test.each(around(4 * DAY, false, true))(
    "%s updateAge since the last renewal: %s",
    (_when, expected, now) => {
      const renewed = { authTime: 0, renewedAt: 3 * DAY, expires: 10 * DAY };
      expect(isRenewalDue(policy, renewed, now)).toBe(expected);
    },
  );

  test("even if the absolute limit prevents a later end, because it records activity", () => {
    const last = { authTime: 0, renewedAt: 24 * DAY, expires: 30 * DAY };
    expect(isRenewalDue(policy, last, 29 * DAY)).toBe(true);
  });

  test("even if a stricter policy makes the end earlier", () => {
    const tightened = { ...policy, maxAge: HOUR / SECOND };
    expect(isRenewalDue(tightened, fresh, 2 * DAY)).toBe(true);
  });

  test("not on a server whose clock is behind", () => {
    expect(isRenewalDue(policy, fresh, -5 * 60 * SECOND)).toBe(false);
  });
});

describe("a renewed session ends", () => {
  test.each([
    ["maxAge from now", 7 * DAY, 0],
    ["maxAge from now, up to the absolute limit", 30 * DAY, 23 * DAY],
    ["at the absolute limit a second later", 30 * DAY, 23 * DAY + SECOND],
    ["at the absolute limit, in its last second", 30 * DAY, 30 * DAY - 1],
    ["at the absolute limit even after it", 30 * DAY, 31 * DAY],
  ])("%s", (_when, expected, now) => {
    expect(expiryFrom(policy, 0, now)).toBe(expected);
  });

  test("at the absolute limit even if it is renewed every hour", () => {
    let times = fresh;
    let now = 0;
    while (isLive(policy, times, now)) {
      if (isRenewalDue(policy, times, now))
        times = { authTime: 0, renewedAt: now, expires: expiryFrom(policy, 0, now) };
      now += HOUR;
    }
    expect(now).toBe(30 * DAY);
    expect(times.expires).toBe(absoluteEnd(policy, 0));
  });
});

describe("a session with an idle timeout", () => {
  const seconds = (milliseconds: number) => milliseconds / SECOND;

  test.each<[string, Partial<SessionPolicy>, number, number]>([
    ["idleTimeout from now", {}, 0, 30 * MINUTE],
    ["idleTimeout from now, however late", {}, 20 * DAY, 20 * DAY + 30 * MINUTE],
    ["at the absolute limit, when that comes first", {}, 30 * DAY - MINUTE, 30 * DAY],
    ["at the absolute limit in its last millisecond", {}, 30 * DAY - 1, 30 * DAY],
    ["maxAge from now, when that is shorter", { maxAge: 60 }, HOUR, HOUR + MINUTE],
    ["at an absolute limit below both", { maxAge: 3600, absoluteMaxAge: 60 }, 0, MINUTE],
  ])("ends after a renewal %s", (_what, changes, now, expected) => {
    expect(expiryFrom({ ...idle, ...changes }, 0, now)).toBe(expected);
  });

  test.each<[string, Partial<SessionPolicy>, number]>([
    ["updateAge, without an idle timeout", { idleTimeout: undefined }, seconds(DAY)],
    ["a tenth of the idle timeout", {}, 180],
    ["updateAge, when that is shorter", { updateAge: 60 }, 60],
    ["updateAge, when the timeout is long", { idleTimeout: seconds(20 * DAY) }, seconds(DAY)],
    ["half of maxAge, when that is shorter", { idleTimeout: undefined, maxAge: 60 }, 30],
    [
      "a tenth of the idle timeout, when all are alike",
      { updateAge: 600, maxAge: 600, idleTimeout: 600 },
      60,
    ],
    ["a part of a second, when the timeout is short", { idleTimeout: 5 }, 0.5],
  ])("is renewed every %s", (_what, changes, expected) => {
    expect(renewAfter({ ...idle, ...changes })).toBe(expected);
  });

  test("shorter than updateAge is kept alive by activity", () => {
    const short = { ...policy, maxAge: 3600, updateAge: 3600, absoluteMaxAge: seconds(DAY) };
    let times: SessionTimes = { authTime: 0, renewedAt: 0, expires: HOUR };
    let now = 0;
    for (; isLive(short, times, now); now += MINUTE)
      if (isRenewalDue(short, times, now))
        times = { authTime: 0, renewedAt: now, expires: expiryFrom(short, 0, now) };
    expect(now).toBe(DAY);
  });

  test("ends at the absolute limit even if it is used every minute", () => {
    const short = { ...idle, absoluteMaxAge: seconds(6 * HOUR) };
    let times: SessionTimes = { authTime: 0, renewedAt: 0, expires: 30 * MINUTE };
    let [now, renewals] = [0, 0];
    for (; isLive(short, times, now); now += MINUTE) {
      if (!isRenewalDue(short, times, now)) continue;
      times = { authTime: 0, renewedAt: now, expires: expiryFrom(short, 0, now) };
      renewals++;
    }
    expect(now).toBe(6 * HOUR);
    // Every three minutes until the end: the first visit is no renewal, and the session ends at the limit.
    expect(renewals).toBe((6 * HOUR) / (3 * MINUTE) - 1);
  });
});

describe("a stricter policy", () => {
  const tightened = { ...policy, absoluteMaxAge: HOUR / SECOND };

  test.each(around(HOUR, true, false))(
    "applies to existing sessions: %s its absolute limit: %s",
    (_when, expected, now) => {
      expect(isLive(tightened, fresh, now)).toBe(expected);
    },
  );

  test("allows no renewal past its absolute limit", () => {
    expect(expiryFrom(tightened, 0, HOUR / 2)).toBe(HOUR);
  });
});

describe("a less strict policy", () => {
  test("does not restore ended sessions", () => {
    expect(isLive({ ...policy, maxAge: (90 * DAY) / SECOND }, fresh, 7 * DAY)).toBe(false);
  });
});

describe("an absolute limit shorter than maxAge", () => {
  test("determines the end of the session", () => {
    const short = { ...policy, absoluteMaxAge: DAY / SECOND };
    expect(expiryFrom(short, 0, 0)).toBe(DAY);
    expect(isRenewalDue(short, { ...fresh, expires: DAY }, DAY - 1)).toBe(false);
  });
});
