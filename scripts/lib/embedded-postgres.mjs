import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Stop } from "./stop.mjs";

const program = fileURLToPath(new URL("./postgres-process.mjs", import.meta.url));
/** Milliseconds to close in. Postgres recovers from being killed, so waiting longer is not worth it. */
const CLOSE_TIMEOUT = 5_000;

/**
 * Starts a Postgres that is nothing but an npm package. With `dataDir` its data stays in that folder,
 * without it lives in memory. `port` 0 takes a free one.
 * Answers `{ url, stop, exited }`: `stop()` closes it, `exited` resolves when it is gone. It also ends
 * when the process that started it does. Throws a Stop when it cannot start.
 */
export async function startEmbeddedPostgres({ dataDir = "", port = 0 } = {}) {
  const child = fork(program, [dataDir, String(port)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill); // for who ends without stop(), also while it still starts
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
