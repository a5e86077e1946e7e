// From the start of a script to its end: by itself, by a Stop, by a signal, or by losing its parent.
import { readFileSync } from "node:fs";
import { Stop } from "./stop.mjs";

const cleanUps = [];
let ending = null;
let serving = false;

/** Has `cleanUp` run when the script ends. The last one registered runs first. */
export function onEnd(cleanUp) {
  cleanUps.push(cleanUp);
}

/** Ends the script once, with `code`, after everything it started has been ended. */
export function end(code) {
  ending ??= cleanUpAll().finally(() => process.exit(code));
  return ending;
}

export function isEnding() {
  return ending !== null;
}

/** From here on, Ctrl-C is a good end: that is how one ends a server. */
export function nowServing() {
  serving = true;
}

async function cleanUpAll() {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
}

/** Runs `main` to the end of the script. A Stop is told in one line, anything else with its stack. */
export async function runScript(main) {
  // Otherwise 128 and the signal's number, as shells count.
  process.on("SIGINT", () => end(serving ? 0 : 130));
  process.on("SIGTERM", () => end(143));
  process.on("SIGHUP", () => end(129));
  endWithNpm();
  // A terminal that was closed cannot be written to, which must not keep us from cleaning up.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

  try {
    await main();
  } catch (error) {
    if (!ending) console.error(error instanceof Stop ? `\n${error.message}` : error);
    await end(1);
  }
}

/** npm that is killed tells nobody. Between it and us there may be a shell, which outlives it. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parents = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atStart = parents();
  setInterval(() => parents() === atStart || end(1), 250).unref();
}

/** Only Linux can be asked without starting a program; elsewhere npm's shell makes way for the script. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ")[1];
  } catch {
    return "unknown";
  }
}
