import { describe, expect, test } from "vitest";
import {
  absoluteEnd,
  expiryFrom,
  isLive,
  isRenewalDue,
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

describe("a session lives until its end, and not at it", () => {
  test.each(around(7 * DAY, true, false))("%s maxAge: %s", (_when, expected, now) => {
    expect(isLive(policy, fresh, now)).toBe(expected);
  });

  test.each(around(30 * DAY, true, false))("%s absoluteMaxAge: %s", (_when, expected, now) => {
    expect(isLive(policy, old, now)).toBe(expected);
  });

  test.each(around(30 * DAY, true, false))(
    "%s absoluteMaxAge, whatever end was written down: %s",
    (_when, expected, now) => {
      expect(isLive(policy, { ...old, expires: 365 * DAY }, now)).toBe(expected);
    },
  );

  test("a clock that is behind the one that wrote the session does not end it", () => {
    expect(isLive(policy, fresh, -5 * 60 * SECOND)).toBe(true);
  });
});

describe("a renewal is due", () => {
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

  test("not any more when the absolute limit leaves nothing to give", () => {
    const last = { authTime: 0, renewedAt: 24 * DAY, expires: 30 * DAY };
    expect(isRenewalDue(policy, last, 29 * DAY)).toBe(false);
  });

  test("not when it would bring the end forward, because the policy has been tightened", () => {
    const tightened = { ...policy, maxAge: HOUR / SECOND };
    expect(isRenewalDue(tightened, fresh, 2 * DAY)).toBe(false);
  });

  test("not on a clock that is behind the one that renewed it", () => {
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

describe("a tightened policy", () => {
  const tightened = { ...policy, absoluteMaxAge: HOUR / SECOND };

  test.each(around(HOUR, true, false))(
    "reaches the sessions already out: %s its absolute limit: %s",
    (_when, expected, now) => {
      expect(isLive(tightened, fresh, now)).toBe(expected);
    },
  );

  test("gives no renewal past its absolute limit", () => {
    expect(expiryFrom(tightened, 0, HOUR / 2)).toBe(HOUR);
  });
});

describe("a loosened policy", () => {
  test("does not bring back what has ended", () => {
    expect(isLive({ ...policy, maxAge: (90 * DAY) / SECOND }, fresh, 7 * DAY)).toBe(false);
  });
});

describe("the absolute limit is shorter than maxAge", () => {
  test("and it is the one that counts", () => {
    const short = { ...policy, absoluteMaxAge: DAY / SECOND };
    expect(expiryFrom(short, 0, 0)).toBe(DAY);
    expect(isRenewalDue(short, { ...fresh, expires: DAY }, DAY - 1)).toBe(false);
  });
});
