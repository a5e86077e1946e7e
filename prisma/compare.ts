// What stands between prisma/migrations and prisma/schema.prisma. Worked out on a throw-away Postgres
// in memory, so it needs no server and no shadow database.
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { noFilters, openSchemaEngine, readMigrations, readSchema } from "./schema-engine";

/**
 * The SQL that leads from the migrations to the schema, or null when they agree.
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
