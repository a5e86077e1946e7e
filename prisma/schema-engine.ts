// The WebAssembly build of Prisma's schema engine. `prisma migrate` downloads a binary instead; this build comes from
// the npm registry. It uses a driver adapter to reach the database.
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { DatabaseError } from "pg";

export const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));
const schemaFile = fileURLToPath(new URL("./schema.prisma", import.meta.url));

/** All tables and enums are ours, so all of them are compared. */
export const noFilters = { externalTables: [], externalEnums: [] };

let loaded: Promise<typeof SchemaEngine> | undefined;

/**
 * Opens the engine on the database behind `adapter`; call `free()` on it when done. `runScript` sends a whole script as
 * one transaction. The adapters' own method splits the script at every semicolon, even inside function bodies and
 * comments (pg), or does not wait for the end (PGlite).
 */
export async function openSchemaEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  runScript: (script: string) => Promise<unknown>,
): Promise<SchemaEngine> {
  loaded ??= load();
  const Engine = await loaded;
  const { files } = await readSchema();
  const datamodels = files.map(({ path, content }): [string, string] => [path, content]);
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connection = await connect();
    const executeRaw = connection.executeRaw.bind(connection);
    return Object.assign(connection, {
      executeScript: (script: string) => runScript(script).then(() => {}, rethrowForEngine),
      // migration-lock.ts already holds Prisma's lock, in a form that a pooler releases.
      executeRaw: async (query: SqlQuery) =>
        query.sql.includes("pg_advisory_lock") ? 0 : executeRaw(query),
    });
  };
  return Engine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
}

function rethrowForEngine(error: DatabaseError): never {
  const { code = "", severity = "ERROR", message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
}

// The entry point of the package imports the .wasm file as a module, which only bundlers support.
async function load(): Promise<typeof SchemaEngine> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const wasm = await readFile(join(dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings.SchemaEngine;
}

export async function readSchema(): Promise<SchemasContainer> {
  return { files: [{ path: "schema.prisma", content: await readFile(schemaFile, "utf8") }] };
}

/** The migrations in `prisma/migrations`, oldest first. */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const content = await readFile(join(migrationsFolder, name, "migration.sql"), "utf8");
      const migrationFile = {
        path: "migration.sql",
        content: { tag: "ok" as const, value: content },
      };
      return { path: name, migrationFile };
    }),
  );
  const lockfile = await readFile(join(migrationsFolder, "migration_lock.toml"), "utf8");
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}
