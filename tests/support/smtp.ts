// The mail server of the tests, a separate process.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startNode } from "../../scripts/lib/run.mjs";

export interface Taken {
  from: string;
  to: string[];
  /** The received message (RFC 5322). */
  raw: string;
  /** Whether it was sent over TLS. */
  secure: boolean;
}

/** For `env`, see smtp-server.mjs. */
export async function startMailServer(env: Record<string, string> = {}) {
  const child = startNode(["tests/support/smtp-server.mjs"], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (!child.stdout) throw new Error("The mail server has no output");
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, "line")) as [string];
  const taken: Taken[] = [];
  lines.on("line", (line) => taken.push(JSON.parse(line)));
  return {
    port: Number(port),
    taken,
    /** A mail server that accepts connections and never answers. */
    hang: () => child.kill("SIGSTOP"),
    goOn: () => child.kill("SIGCONT"),
    async stop() {
      child.kill("SIGCONT");
      child.kill();
      await child.exited;
    },
  };
}

/** A part of a message, decoded (RFC 2045 6.7). */
export function partOf({ raw }: Taken, type: "text/plain" | "text/html"): string {
  const part = raw
    .split(/\r\n--[^\r]+\r\n/)
    .find((piece) => piece.includes(`Content-Type: ${type}`));
  const [head = "", ...body] = part?.split("\r\n\r\n") ?? [];
  const text = body.join("\n\n").replaceAll("\r\n", "\n");
  if (!/quoted-printable/i.test(head)) return text;
  return decodeURIComponent(
    text
      .replace(/=\n/g, "")
      .replace(/%/g, "%25")
      .replace(/=([0-9A-F]{2})/g, "%$1"),
  );
}
