import { end, isEnding, onEnd } from "./lifecycle.mjs";
import { inProject, runNode } from "./run.mjs";

const dataDir = inProject(".data/postgres");

/** The URL of DATABASE_URL's database, or else of the embedded one, started here and ended with the script. */
export async function openDatabase({ DATABASE_URL }) {
  if (DATABASE_URL) return DATABASE_URL;
  // Imported late: its packages are there only after the install step.
  const { startEmbeddedPostgres } = await import("./embedded-postgres.mjs");
  const { url, stop, exited } = await startEmbeddedPostgres({ dataDir });
  onEnd(stop);
  exited.then(() => {
    if (isEnding()) return;
    console.error(
      "\nThe embedded Postgres ended unexpectedly → start again; your data is in .data/postgres",
    );
    end(1);
  });
  return url;
}

/** `directUrl` leads to the same database past a pooler. */
export async function migrate(url, directUrl = "") {
  await runNode("Migrating", ["--import", "tsx", "prisma/migrate.ts"], {
    env: { DATABASE_URL: url, DIRECT_URL: directUrl },
  });
}

export async function seed(url) {
  await runNode("Seeding", ["--import", "tsx", "prisma/seed.ts"], { env: { DATABASE_URL: url } });
}

/**
 * Whether the demo users may go into the database. Their password is public, so only into one on this
 * machine or beside it (a name without dots is a neighbour: a service of Docker Compose, for example).
 */
export function mayHoldDemoUsers(url) {
  const { hostname } = new URL(url);
  return !hostname.includes(".")
    ? !hostname.includes(":") || hostname === "[::1]"
    : /^127\./.test(hostname);
}
