/** A browser in the answer of this route. Times are milliseconds since the epoch. */
export interface BrowserAnswer {
  name: string;
  /** Whether its last request was answered. */
  isIn: boolean;
  /** Whether its session was ended. */
  isEnded: boolean;
  /** When it was ended, and when a request was first refused after that. */
  endedAt?: number;
  refusedAt?: number;
  authTime: number;
  expires: number;
  accessExpires?: number;
  /** The absolute limit. No renewal extends the session beyond it. */
  latest: number;
}
