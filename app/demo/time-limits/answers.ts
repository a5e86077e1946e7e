import type { SessionTimes } from "@/lib/session/policy";

export interface Times extends SessionTimes {
  /** When its access token ends, where it has one. */
  accessExpires?: number;
}

/** What a request learns of a session. `now` and all times: ms since the epoch, on the server's clock. */
export type TimesAnswer = { state: "in"; now: number; times: Times } | { state: "out" };

/** What a look learns: ms since the epoch, on the server's clock; null when it is over. */
export interface EndAnswer {
  expires: number | null;
}
