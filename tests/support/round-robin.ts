// A small proxy that sends each request to the next of several servers. Servers can be removed.
import { once } from "node:events";
import { Agent, createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

export interface RoundRobin {
  url: string;
  /** Replaces one server by another, and waits until the old one has answered everything that it was sent. */
  replace(old: string | undefined, by: string): Promise<void>;
  close(): Promise<void>;
}

export async function startRoundRobin(): Promise<RoundRobin> {
  // Opens a new connection for each request, because the server may close a kept one at any time.
  const agent = new Agent({ keepAlive: false });
  const targets: string[] = [];
  const underWay = new Map<string, number>();
  const idle = new Map<string, () => void>();
  let turn = 0;

  const count = (target: string, by: number) => {
    const now = (underWay.get(target) ?? 0) + by;
    underWay.set(target, now);
    if (now === 0) idle.get(target)?.();
  };

  const server = createServer((asked, answer) => {
    const target = targets[turn++ % targets.length] ?? "";
    count(target, 1);
    answer.on("close", () => count(target, -1));
    const { method, url } = asked;
    const headers = { ...asked.headers, connection: "close" };
    const sent = send(target + url, { method, headers, agent }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.rawHeaders);
      got.pipe(answer);
    });
    sent.on("error", () => answer.destroy());
    asked.pipe(sent);
  });
  // Clients keep their connections for as long as they want.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async replace(old, by) {
      const place = old === undefined ? targets.length : targets.indexOf(old);
      targets[place] = by;
      if (old === undefined || !underWay.get(old)) return;
      await new Promise<void>((resolve) => idle.set(old, resolve));
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
