// SIGTERM to a process with a server: the health check fails first, requests are completed, and the exit code is 0.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";

/** Answers "ready" or "shutting down"; /slow answers when the process gets a line on its standard input. */
const PROGRAM = `
  import { createServer } from "node:http";
  import { closeAtShutdown, endWell, isShuttingDown } from "./lib/shutdown.ts";
  endWell();
  closeAtShutdown(() => console.log("stores closed"));
  const server = createServer((request, response) => {
    const end = () => response.end(isShuttingDown() ? "shutting down" : "ready");
    if (request.url !== "/slow") return end();
    process.stdin.once("data", end);
    console.log("slow");
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

async function start() {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", PROGRAM],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  const url = `http://127.0.0.1:${await next()}`;
  return { child, url, next };
}

const exitOf = async (child: ChildProcess) => (await once(child, "exit"))[0];
const ask = async (url: string) => (await fetch(url)).text();

test("the health check fails first, requests are still accepted, and running requests are completed", async () => {
  const { child, url, next } = await start();
  expect(await ask(url)).toBe("ready");
  const slow = ask(`${url}/slow`);
  expect(await next()).toBe("slow");
  const exit = exitOf(child);
  child.kill("SIGTERM");
  await expect.poll(() => ask(url)).toBe("shutting down");
  // Prevents that a proxy sends a form on a connection that is being closed.
  expect((await fetch(url)).headers.get("connection")).toBe("close");
  // Until nothing new is accepted.
  await expect.poll(() => ask(url).catch(() => "refused"), { timeout: 10_000 }).toBe("refused");
  expect(child.exitCode).toBeNull();
  child.stdin.write("\n");
  expect(await slow).toBe("shutting down");
  expect(await next()).toBe("stores closed");
  expect(await exit).toBe(0);
}, 30_000);

test("Ctrl-C ends the server without waiting for load balancers", async () => {
  const { child, url } = await start();
  await ask(url);
  const exit = exitOf(child);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
}, 30_000);

test("a request that never ends does not prevent the exit", async () => {
  const { child, url, next } = await start();
  const slow = ask(`${url}/slow`).catch(() => "cut off");
  expect(await next()).toBe("slow");
  const exit = exitOf(child);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
  expect(await slow).toBe("cut off");
}, 30_000);
