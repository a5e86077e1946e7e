// Databases of one test file, on the server of TEST_DATABASE_URL. They are dropped at its end.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll } from "vitest";
import { migrate } from "./migrate";

const server = process.env.TEST_DATABASE_URL ?? "";

export async function onServer(sql: string, url = server): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

const names: string[] = [];
afterAll(async () => {
  for (const name of names) await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
});

/** The URL of a new database. */
export async function createDatabase({ migrated = false, sql = "" } = {}): Promise<string> {
  const name = `auth_strategies_test_${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE DATABASE ${name}`);
  names.push(name);
  const url = new URL(server);
  url.pathname = `/${name}`;
  if (migrated) await migrate(url.href);
  if (sql) await onServer(sql, url.href);
  return url.href;
}
