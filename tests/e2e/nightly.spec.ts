// Servers clean up automatically at night; only one of several on one database does it.
import { randomUUID } from "node:crypto";
import { startApp } from "../support/e2e-app";
import { expect, test } from "../support/e2e-test";
import { openFaultProxy } from "../support/fault-proxy";

const NODE_OPTIONS = `--import=${new URL("../support/night-comes-soon.mjs", import.meta.url).href}`;

test("of two servers on one database, one deletes expired rows each night", async ({
  strategy,
  database,
  user,
}) => {
  const id = randomUUID();
  await database.sql(`DELETE FROM "RateLimit" WHERE key = 'nightly-cleanup'`);
  await database.sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", "authTime", "updatedAt", expires)
     VALUES ($1, $1, $2, now(), now(), now()), ($1 || '-live', $1 || '-live', $2, now(), now(), now() + interval '1 day')`,
    [id, user.id],
  );
  const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url, NODE_OPTIONS };
  const servers = await Promise.all([startApp({ env }), startApp({ env })]);
  const runs = () =>
    servers.flatMap(({ output }) => output().match(/Nightly cleanup, rows deleted/g) ?? []).length;

  await expect.poll(runs).toBe(1);
  const rows = await database.sql(`SELECT id FROM "Session" WHERE "userId" = $1`, [user.id]);
  expect(rows).toEqual([{ id: `${id}-live` }]);
  for (const night of [2, 3]) {
    await database.sql(
      `UPDATE "RateLimit" SET expire = expire - interval '24 hours' WHERE key = 'nightly-cleanup'`,
    );
    await expect.poll(runs).toBe(night);
  }
  await Promise.all(servers.map((server) => server.stop()));
  expect(runs()).toBe(3);
});

test("a hanging database at night does not prevent a server's shutdown", async ({
  strategy,
  database,
}) => {
  const network = await openFaultProxy(database.url);
  network.hang();
  const env = { AUTH_STRATEGY: strategy, DATABASE_URL: network.url, NODE_OPTIONS };
  const server = await startApp({ env });
  await expect.poll(server.output).toContain("The nightly cleanup failed, until tomorrow");
  await server.terminate();
});
