// Whether the database can be used: it has every table and column that this release needs, and accepts writes.
import type { Pool } from "pg";
import { StoreUnusable } from "../errors";

// On for a standby, and for a server with default_transaction_read_only.
const QUESTION = `
  SELECT current_setting('transaction_read_only') = 'on' AS "readOnly", ARRAY(
    SELECT DISTINCT needed."table" FROM unnest($1::text[], $2::text[]) AS needed("table", "column")
    WHERE NOT EXISTS (
      SELECT FROM pg_attribute
      WHERE attrelid = to_regclass(quote_ident(needed."table")) AND attname = needed."column" AND NOT attisdropped)
  ) AS missing`;

/** Sends one statement. Throws the driver's error, or the reason why the database cannot be used. */
export async function requireUsable(pool: Pool): Promise<void> {
  // Prisma is loaded when the pool is opened, not with a page: docs/decisions/0013.
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
