// The embedded Postgres runs in its own process, because PGlite blocks the thread that it runs on.
// embedded-postgres.mjs starts it and receives `{ port }` or `{ problem }` from it.
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { takeLock } from "./lock.mjs";
import { servePostgres } from "./postgres-wire.mjs";

const [dataDir, port] = process.argv.slice(2);

// Ctrl-C is sent to the whole process group, but the app still needs its database while it shuts down. So this process
// ends only by SIGTERM or when its parent has ended.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

try {
  await serve();
} catch (error) {
  process.send?.({ problem: error.message }, () => process.exit(1));
}

async function serve() {
  const database = dataDir ? await openFolder(dataDir) : await PGlite.create();
  const server = servePostgres(database, (error) => {
    console.error("The embedded Postgres failed:", error);
    process.exit(1);
  });
  server.on("error", (error) => {
    process.send?.({ problem: error.message }, () => process.exit(1));
  });
  let stopping = false;
  async function stop() {
    if (stopping) return;
    stopping = true;
    server.close();
    await database.close();
    process.exit(0);
  }
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
  if (!process.connected) return stop();
  server.listen(Number(port), "127.0.0.1", () => process.send?.({ port: server.address().port }));
}

/** Two processes in one folder would corrupt the data. The previous one may still be closing, so wait for it. */
async function openFolder(folder) {
  if (!(await takeLock(`${folder}.lock`, 10_000)))
    throw new Error(`${folder} is in use by another process → stop that one first`);
  if (!existsSync(folder)) {
    // The folder has another name until it is complete, so that an interrupted start does not leave an incomplete database.
    const unfinished = `${folder}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await (await PGlite.create(unfinished)).close();
    await rename(unfinished, folder);
  }
  return PGlite.create(folder);
}
