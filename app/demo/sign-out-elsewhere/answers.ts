// What the routes of this experiment answer. Times in milliseconds since the epoch.

/** A session whose requests are answered. */
export interface Answered {
  id: string;
  expires: number;
  accessExpires?: number;
  /** It is over, and answered all the same. */
  ended: boolean;
}

export interface SessionsAnswer {
  current: Answered;
  /** Null where the strategy keeps no record of sessions. */
  records: { id: string; userAgent: string | null; ip: string | null; authTime: number }[] | null;
}

/** The second browser: never opened, answered (no renewal gets past `latest`), or refused although it sends its cookie. */
export type SecondBrowser =
  | { state: "none" }
  | (Answered & { state: "in"; latest: number; signedOutAt: number | null })
  | { state: "out"; id: string };
