// Installs the packages of the peers, builds the app, and starts its processes.
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { listInputs } from "../../scripts/lib/build.mjs";
import { npmCli } from "../../scripts/lib/install.mjs";
import { clearMark, hashInputs, hasMark, setMark } from "../../scripts/lib/mark.mjs";
import { inProject, runNode, startNode } from "../../scripts/lib/run.mjs";
import { Stop } from "../../scripts/lib/stop.mjs";

const cwd = inProject("bench");
const next = inProject("node_modules/next/dist/bin/next");
const START_TIMEOUT = 60_000;

/** Installs the packages of bench/package-lock.json, unless they are installed. */
export async function installPeers() {
  const inputs = hashInputs(["bench/package.json", "bench/package-lock.json"]);
  if (hasMark("bench-packages", inputs) && existsSync(`${cwd}/node_modules/.package-lock.json`))
    return "up to date";
  await runNode("npm ci", [npmCli(), "ci", "--no-audit", "--no-fund"], { cwd });
  setMark("bench-packages", inputs);
}

/** Builds bench/empty, with which the sizes of the starter are compared. */
export async function buildEmpty() {
  const inputs = () => hashInputs(listInputs("bench/empty/").filter(isSource), [process.version]);
  if (hasMark("bench-empty", inputs())) return "up to date";
  clearMark("bench-empty");
  await runNode("next build", [next, "build"], { cwd: `${cwd}/empty` });
  setMark("bench-empty", inputs());
}

const isSource = (name) => !/\/\.next\/|next-env/.test(name);

/** Builds bench/app with the starter's sources, unless no file has changed since the last build. */
export async function buildApp() {
  const own = ["package-lock.json", "middleware.ts", "next.config.ts", "tsconfig.json"];
  const files = [
    ...listInputs(),
    ...listInputs("bench/app/"),
    ...listInputs("bench/lib/"),
    ...own.map((name) => `bench/${name}`),
  ];
  const inputs = () => hashInputs(files, [process.version, buildId()]);
  if (hasMark("bench-build", inputs())) return "up to date";
  clearMark("bench-build");
  await runNode("next build", [next, "build"], { cwd });
  setMark("bench-build", inputs());
}

function buildId() {
  const file = `${cwd}/.next/BUILD_ID`;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Settings that must not be inherited from the shell. */
const SETTINGS =
  /^(AUTH_|SESSION_|ACCESS_TOKEN_|REFRESH_|DATABASE_URL$|REDIS_URL$|CRON_SECRET$|VERCEL$)/;

/** Starts the build of `folder` with only these settings, and waits until it answers. Throws a Stop if it does not. */
export async function startApp(env, folder = "bench") {
  const names = Object.keys(process.env).filter((name) => SETTINGS.test(name));
  const unset = Object.fromEntries(names.map((name) => [name, ""]));
  const app = startNode([next, "start", "-H", "127.0.0.1", "-p", "0"], {
    cwd: inProject(folder),
    env: { ...unset, ...env },
  });
  async function stop() {
    app.kill("SIGTERM");
    await app.exited;
  }
  let output = "";
  for (const stream of [app.stdout, app.stderr])
    stream.on("data", (data) => {
      output += data;
    });
  for (const deadline = Date.now() + START_TIMEOUT; ; await sleep(50)) {
    const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
    const url = `http://127.0.0.1:${port}`;
    if (port && (await fetch(`${url}/api/ping`).catch(() => null))?.ok) return { url, stop };
    if (app.exitCode !== null || Date.now() > deadline)
      throw new Stop(`The app did not start:\n\n${output}`.trimEnd());
  }
}
