// The answer of the route. Tokens are shown by a name that grants no access. Times: ms since the epoch, server clock.

export interface Holder {
  /** Its refresh token. */
  token: string;
  /** Whether it is the newest token, which can be rotated. */
  inForce: boolean;
  /** When its access token expires. Null if it has expired. */
  opensUntil: number | null;
}

export interface Family {
  /** Whether the session's row exists. */
  alive: boolean;
  /** Until when the previous token still works. Null if there is no previous token. */
  graceUntil: number | null;
  you: Holder;
  thief: Holder | null;
}
