import { findStoreUnavailable } from "../errors";
import { SHOWN_TO_HEADER } from "../forms/shown-to";
import { withinBodyLimit } from "./body-limit";

/** What Next.js gives to a route handler. */
type Handler<Asked extends Request, More extends unknown[]> = (
  request: Asked,
  ...more: More
) => Promise<Response>;

/**
 * Every route handler is made with this. A body above 64 KB is answered with 413, before the handler sees any of it.
 * "Could not check" becomes 503 with a JSON body, so that no client takes it for "signed out". Neither sets a cookie.
 * Every other error passes.
 */
export function answerFaults<Asked extends Request, More extends unknown[]>(
  handler: Handler<Asked, More>,
): Handler<Asked, More> {
  return async (request, ...more) => {
    try {
      if (!request?.body) return await handler(request, ...more);
      const bounded = await withinBodyLimit(request);
      if (!bounded) return json({ error: "too large", message: "64 KB at most." }, 413);
      return await handler(bounded as Request as Asked, ...more);
    } catch (error) {
      const unavailable = findStoreUnavailable(error);
      if (!unavailable) throw error;
      return json({ error: "unavailable", message: unavailable.message }, 503, {
        "Retry-After": "5",
      });
    }
  };
}

/**
 * For every answer that sets or clears a cookie, or depends on who asks: no cache may store it (RFC 9111 5.2.2).
 * Some caches look for `private` alone.
 */
export const PRIVATE = { "Cache-Control": "private, no-store" } as const;

/** A JSON answer that depends on who asks. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...PRIVATE, ...headers } });
}

/** A redirect to a path of this site that depends on who asks. 307 keeps method and body, 303 makes it a GET. */
export function redirectTo(Location: string, status: 303 | 307 = 303): Response {
  return new Response(null, { status, headers: { ...PRIVATE, Location } });
}

/**
 * 409 when a page sent this that was rendered for someone else than `user`, else null. A request without the header
 * comes from no page of ours: API clients have one user.
 */
export function refuseOtherUsersPage(
  { headers }: Pick<Request, "headers">,
  user: { id: string },
): Response | null {
  const shownTo = headers.get(SHOWN_TO_HEADER);
  if (shownTo === null || shownTo === user.id) return null;
  const message = "Another account is signed in now than when the page was loaded. Load it again.";
  return json({ error: "other-user", message }, 409);
}
