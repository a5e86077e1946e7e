import nextEnv from "@next/env";
import { defineConfig } from "prisma/config";

// `prisma generate` does not use the schema engine, but the CLI downloads its binary first, from a host other than the
// npm registry. With the path of any existing file, the CLI skips the download.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

// Reads the same .env files as Next.js and npm run db:migrate.
nextEnv.loadEnvConfig(process.cwd(), process.env.NODE_ENV !== "production");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "npm run db:seed" },
  // An empty value counts as unset, as everywhere.
  datasource: { url: process.env.DIRECT_URL || process.env.DATABASE_URL },
});
