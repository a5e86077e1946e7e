/** The role as two sources tell it, and since when they tell it differently. Times in milliseconds. */
export interface Watched {
  app: string;
  database: string;
  differSince: number | null;
  /** The last change that has reached the app. */
  arrived: { role: string; after: number } | null;
}

/** Adds one more look at both to what was seen before. */
export function follow(
  before: Watched | null,
  { app, database }: Pick<Watched, "app" | "database">,
  now: number,
): Watched {
  const arrived = before?.arrived ?? null;
  if (app !== database)
    return { app, database, differSince: before?.differSince ?? now, arrived: null };
  if (before?.differSince != null)
    return {
      app,
      database,
      differSince: null,
      arrived: { role: app, after: now - before.differSince },
    };
  const changed = before !== null && before.database !== database;
  return { app, database, differSince: null, arrived: changed ? { role: app, after: 0 } : arrived };
}
