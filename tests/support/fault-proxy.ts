import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setRealLimits } from "./real-limits";
import { countStatements } from "./wire.mjs";

/** A proxy to a server that can simulate failures of networks and servers. */
export interface FaultProxy {
  /** The server's URL through this proxy. */
  url: string;
  /** Stops listening: open connections are dropped, new ones refused. */
  refuse(): Promise<void>;
  /** All connections stay open without answers. */
  hang(): void;
  /** Delays answers by this time (milliseconds). */
  slow(delay: number): void;
  /** Drops all connections once; new ones work. */
  drop(): void;
  /** Drops the next connection that sends `text`, after its execution and before the answer. */
  dropAfter(text: string): void;
  /** The number of SQL statements to Postgres since the last call. */
  takeCount(): number;
  /** Ends the failure; hanging connections are dropped. */
  restore(): Promise<void>;
}

export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const { protocol, hostname, port } = new URL(target);
  const standard = protocol.startsWith("redis") ? 6379 : 5432;
  const open = new Set<Socket>();
  let hanging = false;
  let delay = 0;
  let fatal: string | undefined;
  let statements = 0;

  const server = createServer((downstream) => {
    const upstream = connect(Number(port || standard), hostname);
    const pair = [downstream, upstream] as const;
    const close = () => {
      for (const socket of pair) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of pair) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", close).on("close", close);
    }
    let doomed = false;
    const count = countStatements();
    downstream.on("data", (bytes) => {
      if (standard === 5432) statements += count(bytes);
      if (fatal && bytes.includes(fatal)) {
        doomed = true;
        fatal = undefined;
      }
      if (!hanging) upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      if (doomed) close();
      else if (delay) setTimeout(() => void (hanging || downstream.write(bytes)), delay);
      else if (!hanging) downstream.write(bytes);
    });
  });
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  /** Clients notice a dropped connection one or two turns of the event loop later. */
  const dropAndTell = async () => {
    drop();
    await sleep(20);
  };

  const local = await listen(0);
  server.unref();
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(local);

  return {
    url: url.href,
    async refuse() {
      const closed = once(server, "close");
      server.close();
      await dropAndTell();
      await closed;
    },
    hang() {
      hanging = true;
      setRealLimits(true);
    },
    slow(milliseconds) {
      delay = milliseconds;
      setRealLimits(true);
    },
    drop,
    dropAfter(text) {
      fatal = text;
    },
    takeCount() {
      const taken = statements;
      statements = 0;
      return taken;
    },
    async restore() {
      if (hanging) await dropAndTell();
      hanging = false;
      setRealLimits(false);
      delay = 0;
      fatal = undefined;
      if (!server.listening) await listen(local);
      server.unref();
    },
  };
}
