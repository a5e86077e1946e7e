// The answer of this page's route, and the number of simulated browsers.

/** How many browsers are simulated. */
export const BROWSERS = 225;

/** One moment of the move, after a round of visits. */
export interface Frame {
  /** What has just happened. */
  says: string;
  phase: 1 | 2 | 3;
  /** What each server issues. */
  servers: string[];
  /** The strategy of each browser's session. Null: signed out. */
  browsers: (string | null)[];
  exchanged: number;
}

export interface MoveAnswer {
  from: string;
  to: string;
  frames: Frame[];
  /** Copies of old cookies that were sent later, and how many were refused. */
  copies: { sent: number; refused: number; ended: number };
  /** How many users the same change signs out without AUTH_STRATEGY_ALSO. */
  without: number;
  /** Milliseconds that all of it took. */
  took: number;
}
