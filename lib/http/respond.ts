import { findStoreUnavailable } from "../errors";
import { SHOWN_TO_HEADER } from "../forms/shown-to";
import { withinBodyLimit } from "./body-limit";
import { PRIVATE } from "./private";
import { withRenewal } from "./renewal";

/** What Next.js gives to a route handler. */
type Handler<Asked extends Request, More extends unknown[]> = (
  request: Asked,
  ...more: More
) => Promise<Response>;

/**
 * Wraps every route handler. A body above 64 KB is answered with 413, and the handler does not run. "Could not check"
 * becomes 503 with a JSON body, so that clients do not treat it as "signed out". Neither sets a cookie. Other errors pass.
 * Sessions are renewed as lib/http/renewal.ts describes.
 */
export function answerFaults<Asked extends Request, More extends unknown[]>(
  handler: Handler<Asked, More>,
): Handler<Asked, More> {
  return async (request, ...more) => {
    try {
      // A handler of app code may be called without one, as in a test.
      if (!request) return await handler(request, ...more);
      const bounded = request.body ? await withinBodyLimit(request) : request;
      if (!bounded) return json({ error: "too large", message: "64 KB at most." }, 413);
      return await withRenewal(request, () => handler(bounded as Request as Asked, ...more));
    } catch (error) {
      const unavailable = findStoreUnavailable(error);
      if (!unavailable) throw error;
      return json({ error: "unavailable", message: unavailable.message }, 503, {
        "Retry-After": "5",
      });
    }
  };
}

/** A JSON answer that depends on who asks. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...PRIVATE, ...headers } });
}

/** A redirect that depends on who asks. 307 keeps method and body, 303 makes it a GET. */
export function redirectTo(Location: string, status: 303 | 307 = 303): Response {
  return new Response(null, { status, headers: { ...PRIVATE, Location } });
}

/**
 * @public 409 if the page that sent this was rendered for another user than `user`, else null. A request without the header does
 * not come from a page of this app: API clients have one user.
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
