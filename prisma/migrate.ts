// npm run db:migrate                   applies the migrations to DATABASE_URL, or to DIRECT_URL where that is set
// npm run db:migrate -- --create NAME  writes a new one, after a change of schema.prisma
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "./apply";
import { fail, requireMigrationUrl } from "./command";
import { findDrift } from "./compare";
import { migrationsFolder } from "./schema-engine";

try {
  const { values } = parseArgs({ options: { create: { type: "string" } } });
  if (values.create === undefined) await apply();
  else await create(values.create);
} catch (error) {
  fail(error);
}
process.exit(); // the engine leaves a timer of ten seconds behind

async function apply() {
  const { applied, pooler } = await applyMigrations(requireMigrationUrl());
  console.log(
    applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`,
  );
  if (pooler)
    console.warn(
      "A pooler stands between here and Postgres, and some migrations do not work through one → set DIRECT_URL to the address of Postgres itself",
    );
}

async function create(name: string) {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new Error(
      `"${name}" is no name for a folder → use a-z, 0-9 and _, for example add_teams`,
    );
  const sql = await findDrift();
  if (!sql) {
    console.log("schema.prisma and the migrations agree: there is nothing to write.");
    return;
  }
  const timestamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrationsFolder, `${timestamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, "migration.sql"), sql);
  console.log(
    `Wrote prisma/migrations/${timestamp}_${name}/migration.sql → read it, then apply it with: npm run db:migrate`,
  );
}
