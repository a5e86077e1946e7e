// Finds differences between prisma/migrations and prisma/schema.prisma. Uses a temporary Postgres in memory, so it
// needs no server and no shadow database.
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { noFilters, openSchemaEngine, readMigrations, readSchema } from "./schema-engine";

/**
 * Returns the SQL that is missing from the migrations, or null when they match the schema.
 * Throws when a migration cannot be applied or the schema does not parse.
 */
export async function findDrift(): Promise<string | null> {
  const database = await PGlite.create();
  const engine = await openSchemaEngine(new PrismaPGlite(database), (script) =>
    database.exec(script),
  );
  try {
    await engine.applyMigrations({ migrationsList: await readMigrations(), filters: noFilters });
    const schema = await readSchema();
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", ...schema, configDir: "." },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: true,
      filters: noFilters,
    });
    return exitCode === 0 ? null : stdout;
  } finally {
    engine.free();
    await database.close();
  }
}
