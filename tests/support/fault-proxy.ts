import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { countStatements } from "./wire.mjs";

/** A way to a server that can be broken, the way networks and servers break. */
export interface FaultProxy {
  /** The server's URL, by this way. */
  url: string;
  /** Nobody listens: connections that are open are dropped, new ones refused. */
  refuse(): Promise<void>;
  /** Connections, old and new, stay open and nothing comes back. */
  hang(): void;
  /** What comes back comes this much later (milliseconds). */
  slow(delay: number): void;
  /** Drops every connection, once; new ones are served. */
  drop(): void;
  /** Drops the next connection on which `text` is sent, once that has been done and before anyone is told. */
  dropAfter(text: string): void;
  /** How many SQL statements have been sent since it was last asked, to a Postgres. */
  takeCount(): number;
  /** All is well again; connections that hung are dropped. */
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
  /** Who holds such a connection finds out a turn or two of the event loop later. */
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
    },
    slow(milliseconds) {
      delay = milliseconds;
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
      delay = 0;
      fatal = undefined;
      if (!server.listening) await listen(local);
      server.unref();
    },
  };
}
