// What the routes of this experiment answer.

export interface ServiceAnswer {
  /** The address of the service that answered. Null: no service runs there, and the lab acted as the service. */
  by: string | null;
  status: number;
  /** The user, as the service understands the token. */
  user?: string;
  /** Why it refused. */
  reason?: string;
}
