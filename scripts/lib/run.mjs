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
 * Starts Node on `args` in the project's folder, or in `cwd`. The process ends with the script at the latest.
 * @returns {import("node:child_process").ChildProcess & { exited: Promise<number | string> }}
 */
export function startNode(args, { env = {}, stdio = ["ignore", "pipe", "pipe"], cwd = root } = {}) {
  const NODE_OPTIONS =
    `${env.NODE_OPTIONS ?? process.env.NODE_OPTIONS ?? ""} --import=${preload}`.trim();
  const settings = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env, NODE_OPTIONS };
  // Next.js sets NODE_ENV itself and warns about other values.
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

/**
 * Runs Node on `args` to its end and returns its output. If it fails, throws a Stop with the whole output. `onLine`
 * receives each line.
 */
export async function runNode(name, args, { onLine, ...options } = {}) {
  const child = startNode(args, options);
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output.push(data);
      for (const line of String(data).split("\n")) if (line.trim()) onLine?.(line.trim());
    });
  const code = await child.exited;
  const text = String(Buffer.concat(output));
  if (code !== 0) throw new Stop(`${name} failed:\n\n${text}`.trimEnd());
  return text;
}
