// What no header says: from whom the connection came. Next.js tells it only where no X-Forwarded-For came, and not
// whether it did. Node.js tells of each request before Next.js sees it.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const STARTED = "http.server.request.start";

/**
 * For the server's start; gives back what undoes it. Without proxies, X-Forwarded-For becomes the address of the
 * connection, whatever the client wrote there. With proxies, an X-Forwarded-For that did not come stays empty where
 * Forwarded did: Next.js would fill in the address of the proxy.
 */
export function tellSocketAddress(proxies: number): () => void {
  function tell(message: unknown) {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    if (proxies === 0) {
      delete headers.forwarded;
      headers["x-forwarded-for"] = socket.remoteAddress ?? "";
    } else if (headers.forwarded) headers["x-forwarded-for"] ??= "";
  }
  subscribe(STARTED, tell);
  return () => void unsubscribe(STARTED, tell);
}
