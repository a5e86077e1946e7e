import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Stop } from "./stop.mjs";

/** The only machine that reaches it is this one. Its users have a public password. */
const LOOPBACK = "localhost";

/**
 * Where to listen: on HOST, or on the loopback address alone, and on PORT, or 3000. `address` is the one to open.
 * Throws a Stop when HOST is no address of this machine, or PORT is no port, not allowed, or in use.
 */
export async function findPlace() {
  const host = process.env.HOST || LOOPBACK;
  const port = await requireFreePort(host);
  return { host, port, address: toAddress(host, port) };
}

/** A server of our own that nobody else has to reach. */
export const onLoopback = (port) => ({ host: LOOPBACK, port, address: toAddress(LOOPBACK, port) });

/** `next start` or `next dev` in that place: arguments for Node, and what the environment has to say. */
export function nextServer(command, { host, port }) {
  const next = ["node_modules/next/dist/bin/next", command, "-H", host, "-p", String(port)];
  // Next.js listens on the first address of a name. Where that of localhost is ::1, 127.0.0.1 would be refused.
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --dns-result-order=ipv4first`.trim();
  return { args: next, env: { NODE_OPTIONS, PORT: String(port) } };
}

/** A wildcard is reached by the loopback address too. */
function toAddress(host, port) {
  const name = /^(0\.0\.0\.0|::)$/.test(host) ? LOOPBACK : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

async function requireFreePort(host) {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Stop("PORT is not a port number → use one from 1 to 65535, for example PORT=3001");
  // A server whose script was killed takes a moment to notice.
  for (let tries = 0; ; tries++) {
    let problem = null;
    for (const name of new Set(["::", "127.0.0.1", host]))
      problem ??= await tryToListen(port, name);
    if (!problem) {
      if (await exists(host)) return port;
      throw new Stop(
        "HOST is not an address of this machine → unset it to listen on this machine alone, or use 0.0.0.0 to listen on all of its addresses",
      );
    }
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

/** Whether this machine has that address. */
function exists(host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port: 0, host }, () => server.close(() => resolve(true)));
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
