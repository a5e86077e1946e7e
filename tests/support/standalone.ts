// Runs the image of the Dockerfile without a container engine: the folder of its last stage, read-only, and its command
// as an unprivileged user.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Copy, DockerfileParser, type Env, type JSONInstruction } from "dockerfile-ast";
import { onTestFinished } from "vitest";
import { standaloneFolder } from "../../scripts/lib/build-standalone.mjs";
import { atEnd } from "./at-end";
import { AUTH_SECRET } from "./e2e-app";
import { freePort } from "./free-port";

/** A stage of the Dockerfile: its settings, its command, its health check, and the files that it copies. */
export interface Stage {
  env: Record<string, string>;
  command: string[];
  health: string[];
  copies: { from: string | null; sources: string[]; to: string }[];
}

export function stage(name: string): Stage {
  const found = readStages().get(name);
  if (!found) throw new Error(`The Dockerfile has no stage ${name}`);
  return found;
}

function readStages(): Map<string, Stage> {
  const found = new Map<string, Stage>();
  let current: Stage | undefined;
  for (const instruction of DockerfileParser.parse(
    readFileSync("Dockerfile", "utf8"),
  ).getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const keyword = instruction.getKeyword();
    if (keyword === "FROM") {
      current = { env: {}, command: [], health: [], copies: [] };
      found.set(words[2] ?? "", current);
    }
    if (!current) continue;
    if (keyword === "ENV")
      for (const property of (instruction as Env).getProperties())
        current.env[property.getName()] = property.getValue() ?? "";
    if (keyword === "CMD") current.command = wordsOf(instruction as JSONInstruction);
    if (keyword === "HEALTHCHECK") {
      const text = instruction.getTextContent();
      current.health = JSON.parse(text.slice(text.indexOf("CMD [") + 4)) as string[];
    }
    if (keyword === "COPY") {
      const flag = (instruction as Copy).getFlags().find((flag) => flag.getName() === "from");
      current.copies.push({
        from: flag?.getValue() ?? null,
        sources: words.slice(0, -1),
        to: words.at(-1) ?? "",
      });
    }
  }
  return found;
}

function wordsOf(instruction: JSONInstruction): string[] {
  return instruction.getJSONStrings().map((word) => word.getJSONValue());
}

let image: string | undefined;

/** The read-only folder of the image. Created at first use, for the whole file. */
function imageFolder(): string {
  if (image) return image;
  const parent = mkdtempSync(join(tmpdir(), "image-"));
  image = join(parent, "app");
  mkdirSync(image);
  for (const { sources, to } of stage("app").copies)
    for (const source of sources) {
      const target = join(image, to);
      mkdirSync(dirname(target), { recursive: true });
      const from = join(standaloneFolder, source.replace(/^\/app\//, ""));
      cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    }
  execFileSync("chmod", ["-R", "a=rX", image]);
  chmodSync(parent, 0o755);
  // A place where the user of the image can read it.
  copyFileSync(fileURLToPath(new URL("patient.mjs", import.meta.url)), join(parent, "patient.mjs"));
  chmodSync(join(parent, "patient.mjs"), 0o444);
  atEnd(() => {
    execFileSync("chmod", ["-R", "u+w", parent]);
    rmSync(parent, { recursive: true });
  });
  return image;
}

/** Registers a function to run at the end. */
export type Until = (end: () => Promise<void>) => void;

export interface Container {
  url: string;
  port: number;
  folder: string;
  /** The output so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  exited: Promise<number | string>;
  /** Runs the health check: its exit code. */
  checkHealth(): Promise<number>;
}

/**
 * Runs the image with only `settings` in the environment. It ends with the test at the latest, or with `until`. Does
 * not wait for its first answer.
 */
export async function runImage(
  settings: Record<string, string>,
  until: Until = onTestFinished,
): Promise<Container> {
  const folder = imageFolder();
  const port = Number(settings.PORT ?? (await freePort()));
  const { env, command, health } = stage("app");
  const all = {
    PATH: process.env.PATH ?? "",
    ...env,
    PORT: String(port),
    AUTH_SECRET,
    ...settings,
  };
  const run = ([program = "", ...words]: string[]) => {
    const child = spawn(...asNobody(program, words), {
      cwd: folder,
      env: all as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    return child;
  };
  const child = run(command);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output += data;
    });
  const exited = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  until(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    output: () => output,
    signal: (name) => child.kill(name),
    exited,
    async checkHealth() {
      const [code] = await once(run(health), "exit");
      return code as number;
    },
  };
}

/**
 * `setpriv` is replaced by the program, so signals reach it. Without root, the user owns the folder but cannot write to
 * it.
 */
function asNobody(program: string, words: string[]): [string, string[]] {
  const node = program === "node" ? process.execPath : program;
  return process.getuid?.() === 0
    ? [
        "setpriv",
        ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--no-new-privs", node, ...words],
      ]
    : [node, words];
}

/**
 * The same, but waits until it is live. Timeouts for stores are longer than in production, because the machine may be
 * busy. Throws with its output if it ends.
 */
export async function startImage(
  settings: Record<string, string>,
  until?: Until,
): Promise<Container> {
  const patient = join(dirname(imageFolder()), "patient.mjs");
  const container = await runImage({ NODE_OPTIONS: `--import=${patient}`, ...settings }, until);
  let ended = false;
  container.exited.then(() => {
    ended = true;
  });
  while (!(await isOk(`${container.url}/api/health?live`))) {
    if (ended) throw new Error(`The container has ended:\n${container.output()}`);
    await sleep(50);
  }
  return container;
}

/** Whether it answers with a 2xx. */
export const isOk = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
