import { existsSync } from "node:fs";
import { defineConfig } from "prisma/config";

// `prisma generate` never runs the schema engine, yet the CLI fetches its binary first, from a host
// that is not the npm registry. Any file that exists satisfies it, so generating needs no download.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

if (existsSync(".env")) process.loadEnvFile(".env");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "npm run db:seed" },
  datasource: { url: process.env.DATABASE_URL },
});
