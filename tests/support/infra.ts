// Set-up of the vitest project `infra`: a database on the server of TEST_DATABASE_URL, or on a new server.
import type { TestProject } from "vitest/node";
import setupDatabase from "./postgres";
import { postgresIsInstalled, startPostgres } from "./postgres-servers";

export default async function setup(project: TestProject) {
  const ends: (() => Promise<void>)[] = [];
  if (!process.env.TEST_DATABASE_URL) {
    if (!postgresIsInstalled) throw new Error("Name a Postgres server in TEST_DATABASE_URL");
    const { url } = await startPostgres((end) => ends.push(end), ["max_connections=200"]);
    process.env.TEST_DATABASE_URL = url;
  }
  ends.unshift(await setupDatabase(project));
  return async () => {
    for (const end of ends) await end();
  };
}
