// Set-up of the vitest project `postgres`: a database for each worker, on the server that TEST_DATABASE_URL names. They
// are dropped afterwards. A server that cannot be reached fails the run.
import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "./migrate";

export default async function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is not set");
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };

  const prefix = `auth_strategies_test_${randomBytes(6).toString("hex")}`;
  const names = Array.from(
    { length: project.vitest.config.maxWorkers },
    (_, n) => `${prefix}_${n + 1}`,
  );
  const urls = names.map((name) => Object.assign(new URL(server), { pathname: `/${name}` }).href);
  const [first, ...others] = names;
  await ask(`CREATE DATABASE ${first}`);
  await migrate(`${urls[0]}`);
  for (const name of others) await ask(`CREATE DATABASE ${name} TEMPLATE ${first}`);
  project.provide("databaseUrls", urls);
  return async () => {
    for (const name of names) await ask(`DROP DATABASE ${name} WITH (FORCE)`);
  };
}
