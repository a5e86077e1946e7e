// The statement that every request sends, prepared. Knows the driver by its types alone: docs/decisions/0013.
import { createHash } from "node:crypto";
import type { Pool, QueryResultRow } from "pg";

/** Unknown; there already; made before a migration: what only a prepared statement can be. */
const NOT_PREPARED = new Set(["26000", "42P05", "0A000"]);
const unprepared = new WeakSet<Pool>();
const names = new Map<string, string>();

/**
 * For the statement that every request sends: Postgres parses and plans it once for each connection, which
 * takes it longer than the statement itself. Where a pooler hands out connections that do not know what was
 * prepared (PgBouncer before 1.21), the pool goes on without.
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

/** Of the text, so that a connection on which another release prepared its own is not taken for one with ours. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash("sha256").update(text).digest("hex").slice(0, 32);
  names.set(text, name);
  return name;
}
