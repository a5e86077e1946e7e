import { setTimeout as sleep } from "node:timers/promises";
import { end, isEnding } from "./lifecycle.mjs";
import { nextServer } from "./port.mjs";
import { startNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** Milliseconds that the server may need until it answers. */
const START_TIMEOUT = 60_000;

/**
 * Starts `next start` on `place` (port.mjs) and waits until it answers. Returns the answer of /api/health, and
 * `showLog`, which prints the server's output; before, the output is only collected. Throws a Stop if the server does
 * not start.
 */
export async function serve(env, place) {
  const next = nextServer("start", place);
  const server = startNode(next.args, { env: { ...env, ...next.env } });
  const early = [];
  const keep = (data) => early.push(data);
  for (const stream of [server.stdout, server.stderr]) stream.on("data", keep);
  let exited = false;
  server.exited.then((code) => {
    exited = true;
    if (!started || isEnding()) return;
    console.error(`\nThe server ended by itself (${code}).`);
    end(1);
  });

  let started = false;
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    const health = await askHealth(place);
    if (health?.ok) {
      started = true;
      return { health: health.body, showLog };
    }
    if (exited || Date.now() > deadline) {
      const why = exited ? "ended" : `was not healthy after ${START_TIMEOUT / 1000} s`;
      throw new Stop(
        `The server ${why}:\n\n${Buffer.concat(early)}${health?.text ?? ""}`.trimEnd(),
      );
    }
    await sleep(100);
  }

  function showLog() {
    for (const [from, to] of [
      [server.stdout, process.stdout],
      [server.stderr, process.stderr],
    ])
      from.off("data", keep).pipe(to);
  }
}

/** Returns null while the server does not answer. */
async function askHealth({ address }) {
  try {
    const response = await fetch(`${address}/api/health`, {
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { ok: response.ok, text, body: response.ok ? JSON.parse(text) : null };
  } catch {
    return null;
  }
}
