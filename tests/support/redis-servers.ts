// Redis as processes of the tests' own: a server, a Cluster of six nodes, or a primary with a replica and a Sentinel.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createClient } from "@redis/client";
import { afterAll } from "vitest";
import { freePort } from "./free-port";
import { findProgram, missing } from "./programs";

const program = findProgram("redis-server");
/** Undefined, and a line that says so, where Redis is not installed. */
export const redisIsInstalled = program ? true : missing("redis-server", "Redis of other kinds");

export interface RedisServer {
  port: number;
  url: string;
  /** One command, past the app. */
  ask(...command: string[]): Promise<unknown>;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
}

/** With `settings` as redis.conf has them: ["maxmemory 1mb"]. */
export async function startRedis(settings: string[] = [], mode = "redis"): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "redis-"));
  const port = await freePort();
  const config = join(folder, "redis.conf");
  const lines = ["bind 127.0.0.1", `port ${port}`, `dir ${folder}`, 'save ""', ...settings];
  await writeFile(config, `${lines.join("\n")}\n`);
  const child = spawn(program ?? "", [config, ...(mode === "sentinel" ? ["--sentinel"] : [])], {
    stdio: "ignore",
  });
  afterAll(async () => {
    await kill(child);
    await rm(folder, { recursive: true });
  });
  const server = {
    port,
    url: `redis://127.0.0.1:${port}`,
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

/** Waits until `ask` does not throw any more. The test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await sleep(50);
    }
  }
}

/** Three primaries with a replica each, which agree after two seconds that one is gone. */
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
export async function startSentinel(settings: string[] = []) {
  const primary = await startRedis(settings);
  const replica = await startRedis([...settings, `replicaof 127.0.0.1 ${primary.port}`]);
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
