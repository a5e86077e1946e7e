// Whether the database can be used, not only reached: it has every table and column that this release asks for, and
// can be written to.
import type { Pool } from "pg";
import { StoreUnusable } from "../errors";

// A standby and a server with default_transaction_read_only both say so here.
const QUESTION = `
  SELECT current_setting('transaction_read_only') = 'on' AS "readOnly", ARRAY(
    SELECT DISTINCT needed."table" FROM unnest($1::text[], $2::text[]) AS needed("table", "column")
    WHERE NOT EXISTS (
      SELECT FROM pg_attribute
      WHERE attrelid = to_regclass(quote_ident(needed."table")) AND attname = needed."column" AND NOT attisdropped)
  ) AS missing`;

/** Asks one statement. Throws what the driver throws, or why the database cannot be used. */
export async function requireUsable(pool: Pool): Promise<void> {
  // Prisma is loaded by whoever opened the pool, and not with a page: docs/decisions/0013.
  const { Prisma } = await import("@/generated/prisma/client");
  const columns = Object.values(Prisma.ModelName).flatMap((table) =>
    Object.keys(Prisma[`${table}ScalarFieldEnum`]).map((column) => [table, column]),
  );
  const { rows } = await pool.query<{ readOnly: boolean; missing: string[] }>(
    QUESTION,
    [0, 1].map((part) => columns.map((column) => column[part])),
  );
  const [{ readOnly, missing } = { readOnly: false, missing: [] }] = rows;
  if (missing.length > 0)
    throw new StoreUnusable(`tables are missing or incomplete: ${missing.join(", ")}`, "42P01");
  if (readOnly) throw new StoreUnusable("the server is read-only", "25006");
}
