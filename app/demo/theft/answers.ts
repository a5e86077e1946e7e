// What the route of this experiment answers. Tokens go by a name that opens nothing.

export type Who = "you" | "thief";

export interface Holder {
  /** Its refresh token. */
  token: string;
  /** Whether that is the newest one, which rotates. */
  inForce: boolean;
  /** When its access token ends (ms since the epoch); null when that opens nothing any more. */
  opensUntil: number | null;
}

export interface Family {
  /** The server's clock, as all times here: ms since the epoch. */
  now: number;
  /** Whether the session's row is there. */
  alive: boolean;
  /** Until when the token before the newest is answered, once there is one. */
  graceUntil: number | null;
  you: Holder;
  thief: Holder | null;
}

export interface Refreshed {
  who: Who;
  presented: string;
  got: string | null;
  /** `repeated`: the successor had been made before. `reuse`: it has ended the session. */
  how: "rotated" | "repeated" | "reuse" | "refused";
}

/** Of every request. `family` is null before the first one was started. */
export interface FamilyAnswer {
  family: Family | null;
  refreshed?: Refreshed;
}
