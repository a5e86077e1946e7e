import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { onEnd } from "../../scripts/lib/lifecycle.mjs";

/**
 * A proxy to the store at `target` that counts queries and can delay them. It runs in its own thread, so that the
 * measuring code does not block it. `kind` is "postgres" or "redis".
 */
export async function openProxy(target, kind) {
  const { hostname, port } = new URL(target);
  const worker = new Worker(new URL("./proxy-thread.mjs", import.meta.url), {
    workerData: { kind, host: hostname, port: Number(port || (kind === "redis" ? 6379 : 5432)) },
  });
  onEnd(() => worker.terminate());
  const ask = async (message) => {
    worker.postMessage(message);
    const [answer] = await once(worker, "message");
    return answer;
  };
  const [local] = await once(worker, "message");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(local);
  return {
    url: url.href,
    /** Delays everything that is sent to the store by `milliseconds`. */
    delay: (milliseconds) => ask({ delay: milliseconds }),
    /** Returns the number of statements or commands since the last call. */
    takeCount: () => ask({}),
  };
}
