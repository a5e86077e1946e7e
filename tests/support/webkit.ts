// WebKit by WebDriver (https://www.w3.org/TR/webdriver2/): Debian's webkit2gtk-driver, on a screen without a monitor.
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";
import { findProgram, missing } from "./programs";
import type { Until } from "./standalone";

export interface Webkit {
  open(url: string): Promise<void>;
  /** The result of a function body. */
  run(script: string, ...args: unknown[]): Promise<unknown>;
  /** Types into the field that this CSS selector finds. */
  type(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  /** Opens a window, and continues there. Returns a function that goes back to the previous one. */
  openWindow(): Promise<() => Promise<void>>;
}

const SCREEN = "Xvfb";
const DRIVER = "WebKitWebDriver";
const absent = [DRIVER, SCREEN].find((program) => !findProgram(program));

/** Undefined, with a message, where a program is missing. */
export const startWebkit = absent ? missing(absent, "what only WebKit does") : start;

async function start(until: Until): Promise<Webkit> {
  const screen = spawn(SCREEN, ["-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await once(screen.stdio[3] as Readable, "data");
  const port = await freePort();
  const driver = spawn(DRIVER, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${String(number).trim()}` },
    stdio: "ignore",
  });
  until(async () => {
    for (const child of [driver, screen]) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
  });

  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`WebDriver, ${path}: ${JSON.stringify(value)}`);
    return value;
  }

  while (!(await ask("GET", "/status").catch(() => null))) await sleep(50);
  // Waits until an element is there.
  const capabilities = { alwaysMatch: { timeouts: { implicit: 60_000 } } };
  const { sessionId } = (await ask("POST", "/session", { capabilities })) as { sessionId: string };
  const here = `/session/${sessionId}`;
  // It ends the browser too.
  until(async () => void (await ask("DELETE", here)));

  async function find(selector: string): Promise<string> {
    const using = { using: "css selector", value: selector };
    const [id] = Object.values((await ask("POST", `${here}/element`, using)) as object);
    return `${here}/element/${id}`;
  }
  return {
    open: async (url) => void (await ask("POST", `${here}/url`, { url })),
    run: (script, ...args) => ask("POST", `${here}/execute/sync`, { script, args }),
    type: async (selector, text) =>
      void (await ask("POST", `${await find(selector)}/value`, { text })),
    click: async (selector) => void (await ask("POST", `${await find(selector)}/click`, {})),
    async openWindow() {
      const before = await ask("GET", `${here}/window`);
      const { handle } = (await ask("POST", `${here}/window/new`, { type: "window" })) as {
        handle: string;
      };
      await ask("POST", `${here}/window`, { handle });
      return async () => void (await ask("POST", `${here}/window`, { handle: before }));
    },
  };
}
