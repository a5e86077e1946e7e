import { findStoreUnavailable } from "../errors";

type Handler<Arguments extends unknown[]> = (...args: Arguments) => Promise<Response>;

/**
 * For route handlers: "could not check" becomes 503 with a JSON body, so that no client takes it
 * for "signed out". Sets no cookie. Every other error passes.
 */
export function answerFaults<Arguments extends unknown[]>(
  handler: Handler<Arguments>,
): Handler<Arguments> {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      const unavailable = findStoreUnavailable(error);
      if (!unavailable) throw error;
      return json({ error: "unavailable", message: unavailable.message }, 503, {
        "Retry-After": "5",
      });
    }
  };
}

/** A JSON answer that depends on who asks: no cache may keep it. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}
