// Starts PgBouncer in transaction mode in front of a database.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atEnd } from "./at-end";
import { freePort } from "./free-port";
import { findProgram, missing } from "./programs";

/** Undefined, with a message, if the program is not installed. */
export async function startPgBouncer(databaseUrl: string): Promise<{ url: string } | undefined> {
  const program = findProgram("pgbouncer");
  if (!program) return missing("pgbouncer", "what goes through a pooler");
  const folder = await mkdtemp(join(tmpdir(), "pgbouncer-"));
  await chmod(folder, 0o755);
  const target = new URL(databaseUrl);
  const port = await freePort();
  const config = join(folder, "pgbouncer.ini");
  const password = target.password && ` password=${decodeURIComponent(target.password)}`;
  await writeFile(
    config,
    `[databases]
* = host=${target.hostname} port=${target.port || 5432} user=${target.username}${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
`,
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const child = spawn(program, ["-q", ...user, config], { stdio: "ignore" });
  atEnd(async () => {
    child.kill("SIGKILL");
    await exited(child);
    await rm(folder, { recursive: true });
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`);
    await sleep(50);
  }
  target.hostname = "127.0.0.1";
  target.port = String(port);
  return { url: target.href };
}

export async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** Whether something listens on a port of this machine. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
