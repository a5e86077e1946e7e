// Starts Redis processes for tests: a server, a Cluster of six nodes, or a primary with a replica and a Sentinel.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@redis/client";
import { atEnd } from "./at-end";
import { freePort } from "./free-port";
import { findProgram, missing } from "./programs";
import { until } from "./until";

const program = findProgram("redis-server");
/** Undefined, with a message, if Redis is not installed. */
export const redisIsInstalled = program ? true : missing("redis-server", "Redis of other kinds");

/** All rights of the app's user, as in docs/deploy/redis.md; in a Cluster also `IN_A_CLUSTER`. */
export const RIGHTS = ["~session:*", "+get", "+set", "+del", "+eval", "+pttl", "+ping", "+hello"];
export const IN_A_CLUSTER = "+cluster|slots";

export interface RedisServer {
  port: number;
  url: string;
  /** Sends one command without the app. */
  ask(...command: string[]): Promise<unknown>;
  /** Kills it, like a power failure. */
  kill(): Promise<void>;
}

/** `settings` are in the format of redis.conf: ["maxmemory 1mb"]. `as` is the client's user: "user:password@". */
export async function startRedis(
  settings: string[] = [],
  mode = "redis",
  as = "",
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "redis-"));
  const port = await freePort();
  const config = join(folder, "redis.conf");
  const lines = ["bind 127.0.0.1", `port ${port}`, `dir ${folder}`, 'save ""', ...settings];
  await writeFile(config, `${lines.join("\n")}\n`);
  const child = spawn(program ?? "", [config, ...(mode === "sentinel" ? ["--sentinel"] : [])], {
    stdio: "ignore",
  });
  atEnd(async () => {
    await kill(child);
    await rm(folder, { recursive: true });
  });
  const server = {
    port,
    url: `redis://${as}127.0.0.1:${port}`,
    async ask(...command: string[]) {
      const client = createClient({ url: server.url, socket: { reconnectStrategy: false } });
      await client.on("error", () => {}).connect();
      try {
        return await client.sendCommand(command);
      } finally {
        client.destroy();
      }
    },
    kill: () => kill(child),
  };
  await until(() => server.ask("PING"));
  return server;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Three primaries with a replica each, and a failover timeout of two seconds. */
export async function startCluster(): Promise<RedisServer[]> {
  const nodes = await Promise.all(
    Array.from({ length: 6 }, () =>
      startRedis(["cluster-enabled yes", "cluster-node-timeout 2000"]),
    ),
  );
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const create = ["--cluster", "create", ...addresses, "--cluster-replicas", "1", "--cluster-yes"];
  await promisify(execFile)(findProgram("redis-cli") ?? "redis-cli", create);
  await until(async () => {
    for (const { ask } of nodes)
      if (!String(await ask("CLUSTER", "INFO")).includes("cluster_state:ok")) throw new Error();
  });
  return nodes;
}

/** A primary, a replica of it, and the one Sentinel that watches them. */
export async function startSentinel() {
  const primary = await startRedis();
  const replica = await startRedis([`replicaof 127.0.0.1 ${primary.port}`]);
  const sentinel = await startRedis(
    [
      `sentinel monitor main 127.0.0.1 ${primary.port} 1`,
      "sentinel down-after-milliseconds main 1000",
      "sentinel failover-timeout main 5000",
    ],
    "sentinel",
  );
  await until(async () => {
    if (!String(await replica.ask("INFO", "replication")).includes("master_link_status:up"))
      throw new Error();
    const known = (await sentinel.ask("SENTINEL", "REPLICAS", "main")) as unknown[];
    if (known.length === 0) throw new Error();
  });
  return { primary, replica, sentinel };
}
