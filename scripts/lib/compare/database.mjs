import { randomBytes } from "node:crypto";
import { startEmbeddedPostgres } from "../embedded-postgres.mjs";
import { onEnd } from "../lifecycle.mjs";
import { Stop } from "../stop.mjs";

/**
 * The URL of an empty database that is gone when the script ends: one of its own on the server that `server`
 * names, so that nothing in another one is touched, or an embedded one in memory. `prefix` begins its name.
 */
export async function openScratchDatabase(server, prefix) {
  if (server) return createDatabase(server, prefix);
  const { url, stop } = await startEmbeddedPostgres();
  onEnd(stop);
  return url;
}

async function createDatabase(server, prefix) {
  const name = `${prefix}_${randomBytes(6).toString("hex")}`;
  const creating = ask(server, `CREATE DATABASE ${name}`);
  // Registered before it is there: whoever is interrupted in between leaves nothing.
  onEnd(() =>
    creating.then(
      () => drop(server, name),
      () => {},
    ),
  );
  await creating.catch(({ code, message }) => {
    throw new Stop(
      `No database could be made on the server of DATABASE_URL (${message || code}) → see that it runs and that this user may, or set DATABASE_URL= to use an embedded one`,
    );
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function drop(server, name) {
  await ask(server, `DROP DATABASE ${name} WITH (FORCE)`).catch(({ code, message }) =>
    console.error(`\nA database was left behind (${message || code}) → DROP DATABASE ${name}`),
  );
}

async function ask(server, sql) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
