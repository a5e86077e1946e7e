import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Stop } from "./stop.mjs";

/** The port to serve on: PORT, or 3000. Throws a Stop when it is no port, not allowed, or in use. */
export async function requireFreePort() {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Stop("PORT is not a port number → use one from 1 to 65535, for example PORT=3001");
  // A server whose script was killed takes a moment to notice.
  for (let tries = 0; ; tries++) {
    const problem = (await tryToListen(port, "::")) ?? (await tryToListen(port, "127.0.0.1"));
    if (!problem) return port;
    if (problem === "EACCES")
      throw new Stop(`Port ${port} needs more rights → use another one: PORT=3000`);
    if (tries === 6)
      throw new Stop(
        `Port ${port} is in use → stop what runs there, or use another one: PORT=${port + 1}`,
      );
    await sleep(250);
  }
}

/** Null when `port` is free on `host`, or when the machine has no such address at all. */
function tryToListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }) => resolve(/^(EADDRINUSE|EACCES)$/.test(code) ? code : null));
    server.listen({ port, host }, () => server.close(() => resolve(null)));
  });
}

/** A port of this machine that nobody listens on, as of now. */
export async function findFreePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
