import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The command to the holder. A secret from the file follows it. */
const END = "end ";

/**
 * Takes the lock of the file `path` until this process ends. Returns false if another process still holds it after
 * `timeout` milliseconds.
 *
 * The file contains the port on which the holder listens and the secret that it answers there. So the lock is free when
 * its holder has ended, even by `kill -9`, and another process on that port is not mistaken for the holder. `onAsked`
 * is called when another process asks the holder to end: see askToEnd.
 */
export async function takeLock(path, timeout = 3_000, onAsked = () => {}) {
  const mark = crypto.randomUUID();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let asked = "";
    socket
      .on("error", () => {})
      .on("data", (data) => {
        asked += data;
        if (asked.length > 100) socket.destroy();
      })
      .on("end", () => asked === END + mark && onAsked())
      .end(mark);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const claim = JSON.stringify({ port: server.address().port, mark });
  await mkdir(dirname(path), { recursive: true });

  for (const deadline = Date.now() + timeout; ; await sleep(100)) {
    const held = await readFile(path, "utf8").catch(() => null);
    if (held !== null && (await isAlive(held))) {
      if (Date.now() < deadline) continue;
      server.close();
      return false;
    }
    if (held !== null) await rm(path, { force: true });
    const written = await writeFile(path, claim, { flag: "wx", mode: 0o600 }).then(
      () => true,
      (error) => (error.code === "EEXIST" ? false : Promise.reject(error)),
    );
    if (!written) continue;
    // Two processes may find the same stale lock. The second one may then delete the new lock of the first one.
    await sleep(50);
    if ((await readFile(path, "utf8").catch(() => null)) === claim) return true;
  }
}

async function isAlive(held) {
  const { port, mark } = parse(held);
  if (!port) return false;
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({ port, host: "127.0.0.1", timeout: 2_000 });
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("end", () => resolve(answer === mark));
    socket.on("error", () => resolve(false));
    // A holder that accepts the connection but does not answer is suspended (Ctrl-Z). It still holds the lock.
    socket.on("timeout", () => socket.destroy() && resolve(true));
  });
}

function parse(held) {
  try {
    return JSON.parse(held);
  } catch {
    return {}; // the process was killed while writing the file
  }
}

/** Asks the holder of the lock to end. The lock may become free only later. */
export async function askToEnd(path) {
  const { port, mark } = parse(await readFile(path, "utf8").catch(() => "{}"));
  if (!port) return;
  await new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.end(END + mark));
    socket.on("error", resolve).on("close", resolve).resume();
  });
}
