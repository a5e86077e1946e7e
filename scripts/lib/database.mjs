import { end, isEnding, onEnd } from "./lifecycle.mjs";
import { inProject, runNode } from "./run.mjs";

const dataDir = inProject(".data/postgres");

/** Returns DATABASE_URL, or starts the embedded Postgres and returns its URL. It ends with the script. */
export async function openDatabase({ DATABASE_URL }) {
  if (DATABASE_URL) return DATABASE_URL;
  // Imported late, because the install step installs its packages.
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

/** `directUrl` is the URL of the same database without a pooler. */
export async function migrate(url, directUrl = "") {
  await runNode("Migrating", ["--import", "tsx", "prisma/migrate.ts"], {
    env: { DATABASE_URL: url, DIRECT_URL: directUrl },
  });
}

/** Returns the demo users that differ from what the demo prints about them; none after a `reset`. */
export async function seed(url, reset = false) {
  const output = await runNode(
    "Seeding",
    ["--import", "tsx", "prisma/seed.ts", ...(reset ? ["--reset"] : [])],
    { env: { DATABASE_URL: url } },
  );
  return /^Changed since: (.+)$/m.exec(output)?.[1]?.split(", ") ?? [];
}

/**
 * Whether the demo users may be added to the database. Their password is public, so the database must be on this
 * machine or on a local network (a host name without dots).
 */
export function mayHoldDemoUsers(url) {
  const { hostname } = new URL(url);
  return !hostname.includes(".")
    ? !hostname.includes(":") || hostname === "[::1]"
    : /^127\./.test(hostname);
}
