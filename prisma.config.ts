import nextEnv from "@next/env";
import { defineConfig } from "prisma/config";

// `prisma generate` never runs the schema engine, yet the CLI fetches its binary first, from a host
// that is not the npm registry. Any file that exists satisfies it, so generating needs no download.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

// The same files as Next.js reads, and as npm run db:migrate does.
nextEnv.loadEnvConfig(process.cwd(), process.env.NODE_ENV !== "production");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "npm run db:seed" },
  // An empty value counts as unset, as everywhere.
  datasource: { url: process.env.DIRECT_URL || process.env.DATABASE_URL },
});
