// What the routes of this experiment answer.

export interface ServiceAnswer {
  /** The address of the service that answered; null: none runs there, and the lab did what it would do. */
  by: string | null;
  status: number;
  /** Who the service takes the caller for. */
  user?: string;
  /** Why it refused. */
  reason?: string;
}
