// What the route of this experiment answers.

/** "ended": its row is gone, and its access token goes on for some seconds. */
export type BrowserState = "in" | "ended" | "out";

export interface DeviceLimitAnswer {
  /** How many may be signed in at a time. */
  limit: number;
  /** How many can be opened here. */
  most: number;
  /** In the order in which they were opened. */
  browsers: BrowserState[];
}
