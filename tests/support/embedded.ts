// Set-up of the vitest project `embedded`: a temporary Postgres in memory for each worker.
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";
import { migrate } from "./migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** One for each worker. Absent in unit tests. */
    databaseUrls?: string[];
  }
}

export default async function setup(project: TestProject) {
  const servers = await Promise.all(
    Array.from({ length: project.vitest.config.maxWorkers }, async () => {
      const server = await startEmbeddedPostgres();
      await migrate(server.url);
      return server;
    }),
  );
  project.provide(
    "databaseUrls",
    servers.map(({ url }) => url),
  );
  return () => Promise.all(servers.map(({ stop }) => stop()));
}
