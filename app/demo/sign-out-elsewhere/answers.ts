/** A browser, as the route of this experiment tells of it. Times in milliseconds since the epoch. */
export interface BrowserAnswer {
  name: string;
  /** Whether its last request was answered. */
  isIn: boolean;
  /** Whether its session was ended. */
  isEnded: boolean;
  /** When that was, and when a request was first refused after it. */
  endedAt?: number;
  refusedAt?: number;
  authTime: number;
  expires: number;
  accessExpires?: number;
  /** No renewal gets past this. */
  latest: number;
}
