// npm run db:migrate                   applies the migrations to DIRECT_URL, or to DATABASE_URL if it is not set
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
process.exit(); // otherwise a timer of the engine keeps the process alive for ten seconds

async function apply() {
  const { applied, pooler } = await applyMigrations(requireMigrationUrl());
  console.log(
    applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`,
  );
  if (pooler)
    console.warn(
      "This connection goes through a pooler, and some migrations do not work through one → set DIRECT_URL to the address of Postgres itself",
    );
}

async function create(name: string) {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new Error(
      `"${name}" is not a valid folder name → use a-z, 0-9 and _, for example add_teams`,
    );
  const sql = await findDrift();
  if (!sql) {
    console.log("schema.prisma and the migrations match: there is nothing to write.");
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
