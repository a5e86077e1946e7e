// The parts of the site under test: Postgres, Redis, two servers. Each can be taken down and brought back.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type App, startApp } from "../../tests/support/e2e-app";
import { freePort } from "../../tests/support/free-port";
import { startPostgres } from "../../tests/support/postgres-servers";
import { findProgram } from "../../tests/support/programs";
import { onEnd } from "../lib/lifecycle.mjs";
import { Stop } from "../lib/stop.mjs";

/** Where both servers say that they are. */
export const ORIGIN = "http://localhost:4100";

export interface Node {
  name: string;
  /** Undefined while it is down, and before it goes down: a load balancer has been told. */
  app?: App;
  /** Requests that it has not answered yet. */
  busy: number;
  /** What all its processes have written. */
  output(): string;
}

export async function startPostgresPart() {
  const postgres = await startPostgres(onEnd, ["max_connections=100"]);
  return {
    url: postgres.url,
    name: "Postgres",
    async restart(pause: number) {
      await postgres.kill();
      await sleep(pause);
      await postgres.restart();
    },
  };
}

export async function startRedisPart() {
  const program = findProgram("redis-server");
  if (!program) throw new Stop("redis-server is not installed → apt-get install redis-server");
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "soak-redis-"));
  const words = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  const launch = () => spawn(program, words, { stdio: "ignore" });
  let child = launch();
  const kill = async () => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  onEnd(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    name: "Redis",
    async restart(pause: number) {
      await kill();
      await sleep(pause);
      child = launch();
    },
  };
}

export async function startNodePart(name: string, env: Record<string, string>) {
  const outputs: (() => string)[] = [];
  const start = async () => {
    const app = await startApp({ env });
    outputs.push(app.output);
    return app;
  };
  const node: Node = {
    name,
    app: await start(),
    busy: 0,
    output: () => outputs.map((output) => output()).join("\n"),
  };
  return {
    node,
    name,
    /** As a rolling deployment does it: nothing new is sent there, what was sent is answered, SIGTERM. */
    async restart() {
      const { app } = node;
      node.app = undefined;
      while (node.busy > 0) await sleep(20);
      await app?.terminate();
      node.app = await start();
    },
  };
}

/** Of a process: its memory in MB, and its open files and sockets. Zeros where there is no /proc. */
export function measure({ app }: Node): { memory: number; handles: number } {
  try {
    const status = readFileSync(`/proc/${app?.pid}/status`, "utf8");
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(status) ?? [];
    const handles = readdirSync(`/proc/${app?.pid}/fd`).length;
    return { memory: Math.round(Number(kilobytes) / 1024), handles };
  } catch {
    return { memory: 0, handles: 0 };
  }
}
