import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Stop } from "./stop.mjs";

const program = fileURLToPath(new URL("./postgres-process.mjs", import.meta.url));
/** Milliseconds that closing may take. After that the process is killed, from which Postgres recovers. */
const CLOSE_TIMEOUT = 5_000;

/**
 * Starts the embedded Postgres, which is an npm package. It stores its data in `dataDir`, or in memory by default.
 * `port` 0 selects a free port. Returns `{ url, stop, exited }`: `stop()` closes it, and `exited` resolves when its
 * process has ended. It also ends with the process that started it. Throws a Stop if it cannot start.
 */
export async function startEmbeddedPostgres({ dataDir = "", port = 0 } = {}) {
  const child = fork(program, [dataDir, String(port)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill); // if the script ends without stop(), even during the start
  exited.then(() => process.off("exit", kill));
  const report = await Promise.race([
    new Promise((resolve) => child.once("message", resolve)),
    exited.then((code) => ({ problem: `it ended with ${code}` })),
  ]);
  if (report.problem) throw new Stop(`The embedded Postgres did not start: ${report.problem}`);

  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${report.port}/postgres`,
    exited,
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(kill, CLOSE_TIMEOUT);
      await exited;
      clearTimeout(timer);
    },
  };
}
