// npm run db:migrate                   applies the migrations to DATABASE_URL
// npm run db:migrate -- --create NAME  writes a new one, after a change of schema.prisma
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "./apply";
import { fail, requireDatabaseUrl } from "./command";
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
  const applied = await applyMigrations(requireDatabaseUrl());
  console.log(
    applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`,
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
