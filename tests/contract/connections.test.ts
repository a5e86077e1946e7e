// The embedded Postgres is one session behind a server of our own (scripts/lib/postgres-wire.mjs).
// What the app relies on must hold there as on a real server: each test runs on both.
import pg from "pg";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseUrl } from "../support/environment";

let clients: pg.Client[] = [];

async function connect() {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => {});
  await client.connect();
  clients.push(client);
  return client;
}

beforeAll(async () => {
  const client = await connect();
  await client.query("CREATE TABLE IF NOT EXISTS counter (n int NOT NULL)");
});

beforeEach(async () => {
  const client = await connect();
  await client.query("DELETE FROM counter");
  await client.query("INSERT INTO counter VALUES (0)");
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.end()));
  clients = [];
});

test("clients that waited for a transaction get their own rows", async () => {
  const [first, ...others] = await Promise.all([1, 2, 3, 4, 5].map(connect));
  await first?.query("BEGIN");
  await first?.query("UPDATE counter SET n = $1", [1]);
  const answers = others.map((client, i) => client.query(`SELECT $1::text AS row${i}`, [`${i}`]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await first?.query("COMMIT");
  const rows = (await Promise.all(answers)).map((answer) => answer.rows[0]);
  expect(rows).toEqual(others.map((_, i) => ({ [`row${i}`]: `${i}` })));
});

test("two connections can use the same name for different prepared statements", async () => {
  const [a, b] = await Promise.all([connect(), connect()]);
  const askA = () => a.query({ name: "same", text: "SELECT $1::int AS a", values: [1] });
  const askB = () => b.query({ name: "same", text: "SELECT $1::text AS b", values: ["2"] });
  for (let round = 0; round < 3; round++) {
    expect((await askA()).rows).toEqual([{ a: 1 }]);
    expect((await askB()).rows).toEqual([{ b: "2" }]);
  }
});

test("transactions of several clients do not mix", async () => {
  const all = await Promise.all([1, 2, 3, 4].map(connect));
  await Promise.all(
    all.map(async (client) => {
      for (let i = 0; i < 25; i++) {
        await client.query("BEGIN");
        const { rows } = await client.query("SELECT n FROM counter FOR UPDATE");
        await client.query("UPDATE counter SET n = $1", [rows[0].n + 1]);
        await client.query("COMMIT");
      }
    }),
  );
  expect((await all[0]?.query("SELECT n FROM counter"))?.rows).toEqual([{ n: 100 }]);
});

test("a connection that ends within a transaction rolls it back", async () => {
  const [quitter, other] = await Promise.all([connect(), connect()]);
  await quitter.query("BEGIN");
  await quitter.query("UPDATE counter SET n = 7");
  await quitter.end();
  expect((await other.query("SELECT n FROM counter")).rows).toEqual([{ n: 0 }]);
});

test("an error within a transaction affects only its client", async () => {
  const [a, b] = await Promise.all([connect(), connect()]);
  await a.query("BEGIN");
  await expect(a.query("SELECT 1 / $1::int", [0])).rejects.toThrow("division by zero");
  const waiting = b.query("SELECT $1::int AS b", [2]);
  await expect(a.query("SELECT 1")).rejects.toThrow("current transaction is aborted");
  await a.query("ROLLBACK");
  expect((await waiting).rows).toEqual([{ b: 2 }]);
});

test("messages larger than a packet arrive completely", async () => {
  const client = await connect();
  const text = "ä".repeat(1_000_000);
  const { rows } = await client.query("SELECT $1::text AS text", [text]);
  expect(rows[0].text === text).toBe(true);
});
