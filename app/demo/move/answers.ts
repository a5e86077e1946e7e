// What the route of this page answers, and how large its crowd is.

/** How many browsers are simulated. */
export const BROWSERS = 225;

/** One moment of the move, after everyone who is named in it has come. */
export interface Frame {
  /** What has just happened. */
  says: string;
  phase: 1 | 2 | 3;
  /** What each server issues. */
  servers: string[];
  /** Under which strategy each browser's session is; null: signed out. */
  browsers: (string | null)[];
  exchanged: number;
}

export interface MoveAnswer {
  from: string;
  to: string;
  frames: Frame[];
  /** Copies of old cookies that came later, and were refused. */
  copies: { sent: number; refused: number; ended: number };
  /** How many were signed out by the same change without AUTH_STRATEGY_ALSO. */
  without: number;
  /** Milliseconds that all of it took. */
  took: number;
}
