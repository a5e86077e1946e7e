// The statement that every request sends, prepared. Imports only the types of the driver: docs/decisions/0013.
import { createHash } from "node:crypto";
import type { Pool, QueryResultRow } from "pg";

/** Errors that only prepared statements cause: unknown, already defined, prepared before a migration. */
const NOT_PREPARED = new Set(["26000", "42P05", "0A000"]);
const unprepared = new WeakSet<Pool>();
const names = new Map<string, string>();

/**
 * For the statement that every request sends: Postgres parses and plans it once per connection, which takes
 * longer than running it. Behind a pooler whose connections do not know prepared statements (PgBouncer before 1.21), the
 * pool continues without them.
 */
export async function queryPrepared<Row extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const name = unprepared.has(pool) ? undefined : nameOf(text);
  try {
    return (await pool.query<Row>({ name, text, values })).rows;
  } catch (error) {
    if (!name || !NOT_PREPARED.has((error as { code?: string }).code ?? "")) throw error;
    unprepared.add(pool);
    return (await pool.query<Row>(text, values)).rows;
  }
}

/** A hash of the text, because another release may have prepared its own version on the same connection. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
