// What the route answers. Tokens go by a name that opens nothing. Times: ms since the epoch, the server's clock.

export interface Holder {
  /** Its refresh token. */
  token: string;
  /** Whether that is the newest one, which rotates. */
  inForce: boolean;
  /** When its access token ends; null when that opens nothing any more. */
  opensUntil: number | null;
}

export interface Family {
  /** Whether the session's row is there. */
  alive: boolean;
  /** Until when the token before the newest is answered, once there is one. */
  graceUntil: number | null;
  you: Holder;
  thief: Holder | null;
}
