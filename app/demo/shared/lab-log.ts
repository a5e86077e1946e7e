// One line of an experiment's log: what was asked, what came back, and the statements that it took.

/** Who presses the buttons. */
export const YOU = "You";

export interface Line {
  who: string;
  what: string;
  /** What the app answers to such a request. Absent for what is no request of a browser. */
  status?: number;
  /** What came of it, where the status does not say that. */
  note?: string;
  /** Of the server's clock, ms since the epoch: when it began. */
  at: number;
  /** How long it took. */
  ms: number;
  /** Absent where nobody knows: of a real request of this page. */
  statements?: string[];
}

/** What every route of an experiment answers. `state` is null before it was started. */
export interface LabAnswer<State> {
  state: State | null;
  log: Line[];
  /** The server's clock, ms since the epoch. */
  now: number;
}
