// One line of an experiment's log: the request, the answer, and the SQL statements.

/** The user who presses the buttons. */
export const YOU = "You";

export interface Line {
  who: string;
  what: string;
  /** The status that the app answers. Undefined if the line is not a request. */
  status?: number;
  /** The result, if the status does not say it. */
  note?: string;
  /** The start, by the server's clock. Ms since the epoch. */
  at: number;
  /** The duration. */
  ms: number;
  /** Undefined for real requests of this page, because the statements are not known. */
  statements?: string[];
}

/** The answer of every experiment route. `state` is null before the start. */
export interface LabAnswer<State> {
  state: State | null;
  log: Line[];
  /** The server's clock, ms since the epoch. */
  now: number;
}
