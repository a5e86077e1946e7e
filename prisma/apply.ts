import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { withMigrationLock } from "./migration-lock";
import { noFilters as filters, openSchemaEngine, readMigrations } from "./schema-engine";

/**
 * Applies the missing migrations of `prisma/migrations`. Returns their names, and whether the URL leads to a pooler. If
 * two runs use the same database, one waits for the other. The table `_prisma_migrations` is Prisma's own, so `prisma
 * migrate deploy` can take over at any time. Throws when the database cannot be opened, a migration fails, or another
 * run takes longer than a minute.
 */
export function applyMigrations(
  databaseUrl: string,
): Promise<{ applied: string[]; pooler: boolean }> {
  return withMigrationLock(databaseUrl, async ({ pooler }) => {
    const pool = new pg.Pool({ connectionString: databaseUrl });
    const engine = await openSchemaEngine(new PrismaPg(pool), (script) => pool.query(script));
    try {
      const migrationsList = await readMigrations();
      const { failedMigrationNames } = await engine.diagnoseMigrationHistory({
        migrationsList,
        optInToShadowDatabase: false,
        filters,
      });
      // Each migration is one transaction: a failed or killed one has changed nothing except its row in that table.
      for (const migrationName of failedMigrationNames)
        await engine.markMigrationRolledBack({ migrationName });
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      return { applied: appliedMigrationNames, pooler };
    } catch (error) {
      const [, name] = /migration_name="(.+?)"/.exec(String(error)) ?? [];
      throw name ? new Error(`Migration ${name} failed → correct it`, { cause: error }) : error;
    } finally {
      engine.free();
      await pool.end();
    }
  });
}
