// Starts Postgres processes for tests: a server, and a streaming replica.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./free-port";
import { missing } from "./programs";
import type { Until } from "./standalone";

const folders = "/usr/lib/postgresql";
const [version] = existsSync(folders)
  ? readdirSync(folders).sort((a, b) => Number(b) - Number(a))
  : [];
/** Undefined, with a message, if Postgres is not installed. */
export const postgresIsInstalled = version ? true : missing("postgresql", "a Postgres server");

export interface PostgresServer {
  port: number;
  url: string;
  /** Runs one statement without the app. */
  ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** Kills it, like a power failure. */
  kill(): Promise<void>;
  /** Starts it again after that, at the same address and with the same data. */
  restart(): Promise<void>;
  /** Makes a replica a primary. */
  promote(): Promise<void>;
}

const run = (program: string, ...words: string[]) =>
  promisify(execFile)(...asPostgres(program, words));

/** Postgres refuses to run as root. */
function asPostgres(program: string, words: string[]): [string, string[]] {
  const path = join(folders, version ?? "", "bin", program);
  return process.getuid?.() === 0
    ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, ...words]]
    : [path, words];
}

/** `settings` are in the format of postgresql.conf: ["max_connections=50"]. `until` gets a function that ends it. */
export async function startPostgres(
  until: Until,
  settings: string[] = [],
): Promise<PostgresServer> {
  const folder = await newFolder();
  await run("initdb", "-D", join(folder, "data"), "-U", "postgres", "--auth=trust", "--no-sync");
  return start(folder, until, settings);
}

/** A streaming replica of `primary`, under a name that synchronous_standby_names can have. */
export async function startReplica(
  primary: PostgresServer,
  until: Until,
  name = "replica",
): Promise<PostgresServer> {
  const folder = await newFolder();
  const from = `host=127.0.0.1 port=${primary.port} user=postgres application_name=${name}`;
  await run(
    "pg_basebackup",
    ...[
      "-D",
      join(folder, "data"),
      "-d",
      from,
      "--write-recovery-conf",
      "--checkpoint=fast",
      "--no-sync",
    ],
  );
  return start(folder, until, []);
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "postgres-"));
  if (process.getuid?.() !== 0) return folder;
  const [uid = "", gid = ""] = await Promise.all(
    ["-u", "-g"].map(async (flag) => (await promisify(execFile)("id", [flag, "postgres"])).stdout),
  );
  await chown(folder, Number(uid), Number(gid));
  await chmod(folder, 0o755);
  return folder;
}

async function start(folder: string, until: Until, settings: string[]): Promise<PostgresServer> {
  const data = join(folder, "data");
  const port = await freePort();
  const all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", ...settings];
  const words = ["-D", data, "-p", String(port), ...all.flatMap((setting) => ["-c", setting])];
  const launch = () => spawn(...asPostgres("postgres", words), { stdio: "ignore" });
  let child = launch();
  until(async () => {
    await kill(child);
    await rm(folder, { recursive: true });
  });
  const server: PostgresServer = {
    port,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async ask(sql) {
      const client = new pg.Client({ connectionString: server.url });
      client.on("error", () => {});
      await client.connect();
      return (await client.query(sql).finally(() => client.end())).rows;
    },
    kill: () => kill(child),
    async restart() {
      child = launch();
      await isUp();
    },
    async promote() {
      await run("pg_ctl", "promote", "-D", data, "--wait");
    },
  };
  const isUp = async () => {
    while (!(await server.ask("SELECT 1").catch(() => null))) {
      if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
      await sleep(50);
    }
  };
  await isUp();
  return server;
}

/** SIGQUIT: at once, and without a checkpoint, but its children too. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGQUIT");
  await once(child, "exit");
}
