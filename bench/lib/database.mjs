import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrate } from "../../scripts/lib/database.mjs";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";
import { onEnd } from "../../scripts/lib/lifecycle.mjs";
import { Stop } from "../../scripts/lib/stop.mjs";

/**
 * Creates an empty database with the starter's tables, which is deleted when the script ends: a new one on the server
 * of DATABASE_URL, or an embedded one in memory. Returns `{ url, what, mostRows, ask }`.
 */
export async function openScratchDatabase(server) {
  const url = server ? await createDatabase(server) : await openEmbedded();
  await migrate(url);
  const pool = openPool(url);
  onEnd(() => pool.end());
  const ask = async (text, values) => (await pool.query(text, values)).rows;
  await ask(`CREATE TABLE "SessionWrite" (id text)`);
  await ask(`CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO "SessionWrite" VALUES (NEW.id); RETURN NEW; END'`);
  await ask(`CREATE TRIGGER note_write AFTER UPDATE ON "Session"
    FOR EACH ROW EXECUTE FUNCTION note_write()`);
  const [{ server_version: version }] = await ask("SHOW server_version");
  return server
    ? { url, ask, what: `Postgres ${version}`, mostRows: Infinity }
    : { url, ask, what: `embedded Postgres ${version} (PGlite)`, mostRows: 100_000 };
}

const openPool = (url) => new pg.Pool({ connectionString: url, max: 1 }).on("error", () => {});

async function openEmbedded() {
  const { url, stop } = await startEmbeddedPostgres();
  onEnd(stop);
  return url;
}

async function createDatabase(server) {
  const name = `auth_bench_${randomBytes(6).toString("hex")}`;
  const ask = async (sql) => {
    const pool = openPool(server);
    await pool.query(sql).finally(() => pool.end());
  };
  await ask(`CREATE DATABASE ${name}`).catch(({ message }) => {
    throw new Stop(
      `No database could be made on DATABASE_URL's server (${message}) → name a user who may, or unset it to use the embedded one`,
    );
  });
  onEnd(() => ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
