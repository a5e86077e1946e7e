// Set-up of the vitest project `postgres`: a database of its own on the server that TEST_DATABASE_URL
// names, which is dropped afterwards. A server that cannot be reached fails the run.
import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "./migrate";

export default async function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is not set");
  const name = `auth_strategies_test_${randomBytes(6).toString("hex")}`;
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };

  const url = new URL(server);
  url.pathname = `/${name}`;
  await ask(`CREATE DATABASE ${name}`);
  await migrate(url.href);
  project.provide("databaseUrl", url.href);
  return () => ask(`DROP DATABASE ${name} WITH (FORCE)`);
}
