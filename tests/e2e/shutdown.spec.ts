// SIGTERM to npm, the process that a platform starts with `npm start`.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { expect, test } from "@playwright/test";
import { AUTH_SECRET, unsetSettings } from "../support/e2e-app";
import { freePort } from "../support/free-port";

test("SIGTERM fails the health check first, then ends the server and frees its port", async () => {
  const port = await freePort();
  const child = spawn("npm", ["start", "--silent", "--", "-p", `${port}`], {
    env: { ...process.env, ...unsetSettings(), AUTH_SECRET, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  const ask = (path = "/api/ping") =>
    fetch(`http://127.0.0.1:${port}${path}`).then((answer) => answer.status);
  await expect.poll(() => ask().catch(() => 0)).toBe(200);
  expect(await ask("/api/health?ready")).toBe(200);

  child.kill("SIGTERM");
  const told = expect.poll(() => ask("/api/health?ready"), { intervals: [20] });
  await told.toBe(503);
  expect(await ask("/api/health?live")).toBe(200);
  expect(await ended).toBe(0);
  await expect(ask()).rejects.toThrow();
  await new Promise<void>((listening, failed) => {
    const server = createServer().once("error", failed);
    server.listen(port, () => server.close(() => listening()));
  });
});
