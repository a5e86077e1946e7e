import type { NextRequest } from "next/server";
import { StoreUnavailable } from "../errors";
import { redirectTo } from "../http/respond";
import { needsRefresh, refreshTrip } from "../session/refresh/refresh";
import type { SessionStrategy } from "../session/strategy";
import { isWayBack } from "./handlers";

/**
 * Where Auth.js asks who is signed in and the access token has expired, the request goes through the refresh route
 * first: its session route, and the way back from a provider, which may connect an account to whoever is signed in.
 * Both come back as a GET. `update()` goes the same way: a rotation reads the user again.
 */
export function refreshFirst(
  strategy: SessionStrategy,
  handler: (request: NextRequest) => Promise<Response>,
) {
  return async (request: NextRequest): Promise<Response> => {
    const { pathname, search } = request.nextUrl;
    const asks = pathname.endsWith("/session") || isWayBack(request);
    const needed = asks ? await needsRefresh(strategy, request) : "no";
    if (needed === "no") return handler(request);
    if (needed === "unknown")
      throw new StoreUnavailable("database", "the refresh before this request gave no answer");
    return redirectTo(refreshTrip(isWayBack(request) ? pathname + search : pathname));
  };
}
