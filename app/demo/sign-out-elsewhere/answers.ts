// What the route of this experiment answers. Times in milliseconds since the epoch.

/** In the order of `browsers`. */
export const names = ["The laptop", "The phone"] as const;

/** A browser whose requests are answered. */
export interface Answered {
  state: "in";
  id: string;
  authTime: number;
  expires: number;
  accessExpires?: number;
  /** It is over, and answered all the same. */
  ended: boolean;
  signedOutAt: number | null;
  /** No renewal gets past this. */
  latest: number;
}

/** Answered, or refused although it sends its cookie. */
export type BrowserAnswer = Answered | { state: "out"; id: string };

export interface SceneAnswer {
  /** Empty before the experiment has begun. */
  browsers: BrowserAnswer[];
}
