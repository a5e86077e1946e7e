import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onEnd } from "./lifecycle.mjs";
import { Stop } from "./stop.mjs";

/** The folder of the project. */
const root = fileURLToPath(new URL("../../", import.meta.url));

/** The absolute path of `name`, which is relative to the project's folder. */
export const inProject = (name) => join(root, name);

const preload = new URL("./end-with-parent.mjs", import.meta.url).href;
/** Milliseconds that a child may take to end by itself. */
const END_TIMEOUT = 5_000;

/**
 * Starts Node on `args` in the project's folder, or in `cwd`, to be ended with the script at the latest.
 * @returns {import("node:child_process").ChildProcess & { exited: Promise<number | string> }}
 */
export function startNode(args, { env = {}, stdio = ["ignore", "pipe", "pipe"], cwd = root } = {}) {
  const NODE_OPTIONS =
    `${env.NODE_OPTIONS ?? process.env.NODE_OPTIONS ?? ""} --import=${preload}`.trim();
  const settings = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env, NODE_OPTIONS };
  // Next.js chooses it by its command, and says that any other value is wrong.
  delete settings.NODE_ENV;
  const child = spawn(process.execPath, args, { cwd, env: settings, stdio });
  const exited = new Promise((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  onEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), END_TIMEOUT);
    await exited;
    clearTimeout(timer);
  });
  return Object.assign(child, { exited });
}

/** Runs Node on `args` to its end. Its output shows only if it fails: then a Stop is thrown, with all of it. */
export async function runNode(name, args, options) {
  const child = startNode(args, options);
  const output = [];
  child.stdout.on("data", (data) => output.push(data));
  child.stderr.on("data", (data) => output.push(data));
  const code = await child.exited;
  if (code !== 0) throw new Stop(`${name} failed:\n\n${Buffer.concat(output)}`.trimEnd());
}
