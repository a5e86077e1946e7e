// The address of the connection, which no header contains. Next.js puts it into X-Forwarded-For if that is missing, but
// does not tell whether it did. Here it is read from Node.js before Next.js handles the request.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const STARTED = "http.server.request.start";

/**
 * Call it at the server's start. Returns a function that undoes it. Without proxies, X-Forwarded-For becomes the address of
 * the connection, and what the client sent is ignored. With proxies, a missing X-Forwarded-For stays empty if Forwarded is
 * present: Next.js would fill in the proxy's address.
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
