// The app as in production: `next start` on the build, as a process with its own environment.
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnv } from "node:util";
import { startNode } from "../../scripts/lib/run.mjs";

export interface App {
  /** http://localhost:PORT, with a free port. */
  url: string;
  pid: number;
  /** The server's output so far. */
  output(): string;
  /** Ends the server. If Next.js waits for unused connections of a browser, the process is killed. */
  stop(): Promise<void>;
  /** Sends SIGTERM, and waits until the server has ended itself. */
  terminate(): Promise<void>;
}

interface StartOptions {
  /** All settings of the app: those of the shell and of .env are not used. */
  env: Record<string, string>;
  /** The folder of the build. Default: the project. */
  folder?: string;
  /** Uses the timeouts of production. Otherwise they are longer, because the machine may be busy. */
  hasty?: boolean;
}

/** Shared by all servers of the tests, so that they can accept each other's cookies. */
export const AUTH_SECRET = "a secret of the browser tests and of no use elsewhere";

/** For /api/cron/cleanup. */
export const CRON_SECRET = "a scheduler of the browser tests";

/** The audience of the app's tokens. */
export const AUDIENCES = ["https://service.example", "https://other.example"] as const;

const PATIENT = new URL("patient.mjs", import.meta.url).href;
const CLOCK = new URL("request-clock.mjs", import.meta.url).href;

/** Milliseconds that the server may take until it answers. */
const START_TIMEOUT = 300_000;
/** Milliseconds until it is killed. No test depends on how it ends. */
const END_TIMEOUT = 5_000;

/** Starts the app and waits until it answers. Throws, with its output, when it ends instead. */
export async function startApp({ env, folder = ".", hasty }: StartOptions): Promise<App> {
  // Keeps connections open for long, because a request on a connection that is being closed gets no answer.
  const args = ["start", folder, "-p", "0", "--keepAliveTimeout", "600000"];
  const child = startNode(["node_modules/next/dist/bin/next", ...args], {
    env: {
      ...unsetSettings(folder),
      AUTH_SECRET,
      CRON_SECRET,
      TOKEN_AUDIENCES: AUDIENCES.join(","),
      AUTH_TIMING: "1",
      // #region demo
      DEMO: "1",
      // #endregion
      NODE_OPTIONS: `--import=${CLOCK}${hasty ? "" : ` --import=${PATIENT}`}`,
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => {
      output += data;
    });
  let exited = false;
  let stopping = false;
  child.exited.then((code) => {
    exited = true;
    if (started && !stopping) console.error(`The app ended by itself (${code}):\n${output}`);
  });

  let started = false;
  for (const deadline = Date.now() + START_TIMEOUT; ; await sleep(50)) {
    const url = /http:\/\/localhost:\d+/.exec(output)?.[0];
    if (url && output.includes("Ready") && (await answers(url))) {
      started = true;
      const terminate = async () => {
        stopping = true;
        child.kill("SIGTERM");
        await child.exited;
      };
      return {
        url,
        pid: child.pid ?? 0,
        output: () => output,
        terminate,
        async stop() {
          const timer = setTimeout(() => child.kill("SIGKILL"), END_TIMEOUT);
          await terminate();
          clearTimeout(timer);
        },
      };
    }
    if (exited || Date.now() > deadline) throw new Error(`The app did not start:\n${output}`);
  }
}

const answers = (url: string) =>
  fetch(`${url}/api/ping`).then(
    ({ ok }) => ok,
    () => false,
  );

/** All settings of the environment and of .env files with empty values, which count as unset. */
export function unsetSettings(folder = "."): Record<string, string> {
  const files = [".env", ".env.production", ".env.local", ".env.production.local"]
    .map((name) => `${folder}/${name}`)
    .filter(existsSync)
    .concat(".env.example");
  const names = [
    ...Object.keys(process.env).filter((name) => /^(AUTH_|VERCEL$)/.test(name)),
    ...files.flatMap((file) => Object.keys(parseEnv(readFileSync(file, "utf8")))),
  ];
  return Object.fromEntries(names.map((name) => [name, ""]));
}
