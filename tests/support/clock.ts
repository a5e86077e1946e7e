/** Lengths of time in milliseconds. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

/** Not a whole second, because no sign-in ever falls on one. */
const START = Date.parse("2030-01-01T12:00:00.250Z");

export interface Clock {
  (): number;
  /** Turns the clock on. */
  pass(milliseconds: number): void;
  /** Sets it to a point in time, back as well as on. */
  set(time: number): void;
}

/** A clock that stands still until it is turned. */
export function createClock(start = START): Clock {
  let now = start;
  return Object.assign(() => now, {
    pass(milliseconds: number) {
      now += milliseconds;
    },
    set(time: number) {
      now = time;
    },
  });
}
