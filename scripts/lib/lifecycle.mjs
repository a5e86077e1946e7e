// Runs a script and cleans up when it ends: normally, by a Stop, by a signal, or because its parent has ended.
import { readFileSync } from "node:fs";
import { Stop } from "./stop.mjs";

const cleanUps = [];
let ending = null;
let serving = false;

/** Registers `cleanUp` to run when the script ends. The last one registered runs first. */
export function onEnd(cleanUp) {
  cleanUps.push(cleanUp);
}

/** Ends the script with `code`, after ending everything that it has started. Only the first call counts. */
export function end(code) {
  ending ??= cleanUpAll().finally(() => process.exit(code));
  return ending;
}

export function isEnding() {
  return ending !== null;
}

/** From now on, Ctrl-C ends the script with success, because it is the usual way to stop a server. */
export function nowServing() {
  serving = true;
}

async function cleanUpAll() {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
}

/** Runs `main`, then ends the script. Prints a Stop in one line, other errors with their stack. */
export async function runScript(main) {
  // Otherwise 128 plus the number of the signal, as in shells.
  process.on("SIGINT", () => end(serving ? 0 : 130));
  process.on("SIGTERM", () => end(143));
  process.on("SIGHUP", () => end(129));
  endWithNpm();
  // Writing to a closed terminal fails. This must not prevent the cleanup.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

  try {
    await main();
  } catch (error) {
    if (!ending) console.error(error instanceof Stop ? `\n${error.message}` : error);
    await end(1);
  }
}

/** If npm is killed, this process gets no signal. A shell between the two may stay alive, so npm itself is watched. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parents = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atStart = parents();
  setInterval(() => parents() === atStart || end(1), 250).unref();
}

/** Only Linux shows this without starting a program. On other systems npm's shell is replaced by the script. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ")[1];
  } catch {
    return "unknown";
  }
}
