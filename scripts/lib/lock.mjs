import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Takes the lock that the file `path` stands for, until this process ends. False when another process
 * still holds it after `patience` milliseconds.
 *
 * The file names a port on which the holder listens, and what it answers there. So a lock dies with
 * its holder, `kill -9` included, and a process that has come by the same id is not mistaken for it.
 */
export async function takeLock(path, patience = 3_000) {
  const mark = crypto.randomUUID();
  const server = createServer((socket) => socket.on("error", () => {}).end(mark));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const claim = JSON.stringify({ port: server.address().port, mark });
  await mkdir(dirname(path), { recursive: true });

  for (const deadline = Date.now() + patience; ; await sleep(100)) {
    const held = await readFile(path, "utf8").catch(() => null);
    if (held !== null && (await isAlive(held))) {
      if (Date.now() < deadline) continue;
      server.close();
      return false;
    }
    if (held !== null) await rm(path, { force: true });
    const written = await writeFile(path, claim, { flag: "wx" }).then(
      () => true,
      (error) => (error.code === "EEXIST" ? false : Promise.reject(error)),
    );
    if (!written) continue;
    // Two who found the same dead lock may both have removed it, the second one a fresh one.
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
    // A holder that accepts but says nothing is stopped (Ctrl-Z), not gone.
    socket.on("timeout", () => socket.destroy() && resolve(true));
  });
}

function parse(held) {
  try {
    return JSON.parse(held);
  } catch {
    return {}; // its writer was killed in the middle
  }
}
