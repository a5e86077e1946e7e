// The app as users run it, `next start` on the build, as a process with an environment of its own.
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnv } from "node:util";
import { startNode } from "../../scripts/lib/run.mjs";

export interface App {
  /** http://localhost:PORT, with a port that was free. */
  url: string;
  /** What the server has written so far. */
  output(): string;
  stop(): Promise<void>;
}

interface StartOptions {
  /** All that the app gets to see of settings: neither the shell's nor those of .env get in. */
  env: Record<string, string>;
  /** Where the build is. The project itself, if not said. */
  folder?: string;
  /** Waits for stores as long as in production. Otherwise longer, because the machine may be busy. */
  hasty?: boolean;
}

/** For every server of the tests, so that a cookie of one opens the other where a test wants that. */
export const AUTH_SECRET = "a secret of the browser tests and of no use elsewhere";

const OURS =
  /^(AUTH_|SESSION_|ACCESS_TOKEN_|REFRESH_|TOKEN_|DATABASE_|DIRECT_URL$|REDIS_URL$|CRON_SECRET$|VERCEL$|DEMO$)/;
/** For /api/cron/cleanup. */
export const CRON_SECRET = "a scheduler of the browser tests";

/** Whom the app makes tokens for. */
export const AUDIENCES = ["https://service.example", "https://other.example"] as const;

const PATIENT = new URL("patient.mjs", import.meta.url).href;

/** Milliseconds that the server may take until it answers. */
const START_TIMEOUT = 300_000;

/** Starts the app and waits until it answers. Throws, with its output, when it ends instead. */
export async function startApp({ env, folder = ".", hasty }: StartOptions): Promise<App> {
  // A client that sends a request on a connection which the server closes at that moment gets no answer.
  const args = ["start", folder, "-p", "0", "--keepAliveTimeout", "600000"];
  const child = startNode(["node_modules/next/dist/bin/next", ...args], {
    env: {
      ...unsetSettings(folder),
      AUTH_SECRET,
      CRON_SECRET,
      TOKEN_AUDIENCES: AUDIENCES.join(","),
      AUTH_TIMING: "1",
      DEMO: "1",
      ...(hasty ? {} : { NODE_OPTIONS: `--import=${PATIENT}` }),
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
      return {
        url,
        output: () => output,
        async stop() {
          stopping = true;
          child.kill("SIGTERM");
          await child.exited;
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

/** Every setting that is in the environment or in a .env file as an empty one, which counts as unset. */
export function unsetSettings(folder = "."): Record<string, string> {
  const files = [".env", ".env.production", ".env.local", ".env.production.local"]
    .map((name) => `${folder}/${name}`)
    .filter(existsSync);
  const names = [
    ...Object.keys(process.env).filter((name) => OURS.test(name)),
    ...files.flatMap((file) => Object.keys(parseEnv(readFileSync(file, "utf8")))),
  ];
  return Object.fromEntries(names.map((name) => [name, ""]));
}
