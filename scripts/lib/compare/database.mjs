import { randomBytes } from "node:crypto";
import { startEmbeddedPostgres } from "../embedded-postgres.mjs";
import { onEnd } from "../lifecycle.mjs";
import { Stop } from "../stop.mjs";

/**
 * Creates an empty database and returns its URL. The database is a new one on the server of the URL `server`, or an
 * embedded one in memory. It is deleted when the script ends. `prefix` is the start of its name.
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
  // Registered before the database exists, so that an interrupted script does not leave it behind.
  onEnd(() =>
    creating.then(
      () => drop(server, name),
      () => {},
    ),
  );
  await creating.catch(({ code, message }) => {
    throw new Stop(
      `Cannot create a database on the server of DATABASE_URL (${message || code}) → check that the server runs and that the user may create databases, or set DATABASE_URL= to use an embedded one`,
    );
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function drop(server, name) {
  await ask(server, `DROP DATABASE ${name} WITH (FORCE)`).catch(({ code, message }) =>
    console.error(
      `\nThe temporary database could not be deleted (${message || code}) → DROP DATABASE ${name}`,
    ),
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
