// SIGTERM, to a process with a server of its own: requests are finished, load balancers are told first, and the end is
// a good one.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";

/** Answers "ready" or "shutting down"; /slow answers when the process gets a line on its standard input. */
const PROGRAM = `
  import { createServer } from "node:http";
  import { endWell, isShuttingDown } from "./lib/shutdown.ts";
  endWell();
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

test("load balancers are told while requests are still accepted, and what has begun is finished", async () => {
  const { child, url, next } = await start();
  expect(await ask(url)).toBe("ready");
  const slow = ask(`${url}/slow`);
  expect(await next()).toBe("slow");
  const exit = exitOf(child);
  child.kill("SIGTERM");
  await expect.poll(() => ask(url)).toBe("shutting down");
  // Until nothing new is accepted.
  await expect.poll(() => ask(url).catch(() => "refused"), { timeout: 10_000 }).toBe("refused");
  expect(child.exitCode).toBeNull();
  child.stdin.write("\n");
  expect(await slow).toBe("shutting down");
  expect(await exit).toBe(0);
}, 30_000);

test("Ctrl-C ends it without the wait for load balancers", async () => {
  const { child, url } = await start();
  await ask(url);
  const exit = exitOf(child);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
}, 30_000);

test("a request that never ends does not keep the process", async () => {
  const { child, url, next } = await start();
  const slow = ask(`${url}/slow`).catch(() => "cut off");
  expect(await next()).toBe("slow");
  const exit = exitOf(child);
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
  expect(await slow).toBe("cut off");
}, 30_000);
