import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Stop } from "./stop.mjs";

// #region postgres
/** Only this machine can reach the server by default, because the password of the demo users is public. */
// #endregion
// without postgres: /** Only this machine can reach the server by default. */
const LOOPBACK = "localhost";

/**
 * The address on which to listen: HOST (default: the loopback address) and PORT (default: 3000). `address` is the URL
 * to open. Throws a Stop if HOST is not an address of this machine, or if PORT is invalid, not permitted or in use.
 */
export async function findPlace() {
  const host = process.env.HOST || LOOPBACK;
  const port = await requireFreePort(host);
  return { host, port, address: toAddress(host, port) };
}

/** For servers that only this machine has to reach. */
export const onLoopback = (port) => ({ host: LOOPBACK, port, address: toAddress(LOOPBACK, port) });

/** The arguments and environment variables that run `next start` or `next dev` on that address. */
export function nextServer(command, { host, port }) {
  const next = ["node_modules/next/dist/bin/next", command, "-H", host, "-p", String(port)];
  // Next.js listens on the first address of a host name. If localhost resolves to ::1 first, connections to 127.0.0.1
  // would fail.
  const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --dns-result-order=ipv4first`.trim();
  return { args: next, env: { NODE_OPTIONS, PORT: String(port) } };
}

/** A wildcard address includes the loopback address. */
function toAddress(host, port) {
  const name = /^(0\.0\.0\.0|::)$/.test(host) ? LOOPBACK : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

async function requireFreePort(host) {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Stop("PORT is not a port number → use one from 1 to 65535, for example PORT=3001");
  // A server ends a moment after its script was killed.
  for (let tries = 0; ; tries++) {
    let problem = null;
    for (const name of new Set(["::", "127.0.0.1", host]))
      problem ??= await tryToListen(port, name);
    if (!problem) {
      if (await exists(host)) return port;
      throw new Stop(
        "HOST is not an address of this machine → unset it to accept connections from this machine only, or use 0.0.0.0 to listen on all addresses",
      );
    }
    if (problem === "EACCES")
      throw new Stop(`Port ${port} needs more permissions → use another one: PORT=3000`);
    if (tries === 6)
      throw new Stop(
        `Port ${port} is in use → stop the program that uses it, or use another port: PORT=${port + 1}`,
      );
    await sleep(250);
  }
}

/** Returns null if `port` is free on `host`, or if the machine does not have this address. */
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

/** A port of this machine that is free at the moment. */
export async function findFreePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
