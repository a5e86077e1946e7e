import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../lib/run.mjs";

/** SQL that a Prisma schema cannot express, such as a trigger. */
const BY_HAND = /^-- #region by-hand\n([\s\S]*?)^-- #endregion$/gm;

/** Replaces all migrations by one that creates the whole schema, because the kept app has no earlier databases. */
export async function squashMigrations(root) {
  const folder = join(root, "prisma/migrations");
  if (!existsSync(folder)) return;
  const byHand = migrationsIn(folder).flatMap((name) => {
    const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
    rmSync(join(folder, name), { recursive: true });
    return [...sql.matchAll(BY_HAND)].map(([, statements]) => statements);
  });
  await runNode("The new migration", ["--import", "tsx", "prisma/migrate.ts", "--create", "init"], {
    cwd: root,
  });
  const [name] = migrationsIn(folder);
  const file = join(folder, name, "migration.sql");
  writeFileSync(file, [readFileSync(file, "utf8"), ...byHand].join("\n"));
}

const migrationsIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
