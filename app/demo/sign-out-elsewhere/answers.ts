// What the routes of this experiment answer.

export interface SessionsAnswer {
  current: { id: string; expires: number };
  /** Null where the strategy keeps no record of sessions. */
  records: { id: string; userAgent: string | null; ip: string | null; authTime: number }[] | null;
}

/** The second browser: never opened, signed in (no renewal gets past `latest`; `signedOutFor`: ms), or refused although it sends its cookie. */
export type SecondBrowser =
  | { state: "none" }
  | { state: "in"; sessionId: string; expires: number; latest: number; signedOutFor: number | null }
  | { state: "out"; sessionId: string };
