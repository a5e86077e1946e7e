import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { onEnd } from "../../scripts/lib/lifecycle.mjs";

/**
 * A way to the store at `target` that counts what is asked and can be made slow. On a thread of its own,
 * so that whoever measures does not hold it up. `kind` is "postgres" or "redis".
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
    /** Holds back everything that is sent to the store by so many milliseconds. */
    delay: (milliseconds) => ask({ delay: milliseconds }),
    /** How many statements or commands have passed since it was last asked. */
    takeCount: () => ask({}),
  };
}
