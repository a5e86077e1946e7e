// Set-up of the vitest project `embedded`: a temporary Postgres in memory.
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";
import { migrate } from "./migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Absent in unit tests. */
    databaseUrl?: string;
  }
}

export default async function setup(project: TestProject) {
  const { url, stop } = await startEmbeddedPostgres();
  await migrate(url);
  project.provide("databaseUrl", url);
  return stop;
}
