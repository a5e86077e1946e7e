// LOG_FORMAT=json: each line of the log is a JSON object with the id of its request.
import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LogFormat } from "../../lib/log";

const HEADER = "x-request-id";

/** Call it when the server starts. The id of a request comes from its X-Request-Id header, or is random. */
export function logAsJson(): void {
  const ids = new AsyncLocalStorage<string>();
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const sent = String(request.headers[HEADER] ?? "");
    const id = /^[\w.-]{1,64}$/.test(sent) ? sent : randomUUID();
    response.setHeader(HEADER, id);
    ids.enterWith(id);
  });
  const { traceId } = globalThis as { traceId?: () => string | undefined };
  const logFormat: LogFormat = (level, message, more) =>
    JSON.stringify({
      time: new Date().toISOString(),
      level,
      message,
      requestId: ids.getStore(),
      traceId: traceId?.(),
      ...more,
    });
  Object.assign(globalThis, { logFormat });
}
