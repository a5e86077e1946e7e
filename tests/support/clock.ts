/** Lengths of time in milliseconds. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

/** Not a whole second, because real sign-ins are not at whole seconds either. */
const START = Date.parse("2030-01-01T12:00:00.250Z");

export interface Clock {
  (): number;
  /** Advances the clock. */
  pass(milliseconds: number): void;
  /** Sets the clock to a point in time, earlier or later. */
  set(time: number): void;
}

/** A clock that does not run, and changes only when it is set. */
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
