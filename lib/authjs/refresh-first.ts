import type { NextRequest } from "next/server";
import { StoreUnavailable } from "../errors";
import { redirectTo } from "../http/respond";
import { needsRefresh, refreshTrip } from "../session/refresh/refresh";
import type { SessionStrategy } from "../session/strategy";
import { isWayBack } from "./handlers";

/**
 * Where Auth.js asks who is signed in and the access token has expired, the request goes through the refresh route
 * first: its session route, and the way back from a provider, which may connect an account to whoever is signed in.
 * Both come back as a GET. `update()` goes the same way: a rotation reads the user again. So does a sign-out, which
 * must prove whose session it ends: it comes back as the POST that it is, with its body.
 */
export function refreshFirst(
  strategy: SessionStrategy,
  handler: (request: NextRequest) => Promise<Response>,
) {
  return async (request: NextRequest): Promise<Response> => {
    const { pathname, search } = request.nextUrl;
    const signsOut = request.method === "POST" && pathname.endsWith("/signout");
    const asks = signsOut || pathname.endsWith("/session") || isWayBack(request);
    const needed = asks ? await needsRefresh(strategy, request) : "no";
    if (needed === "no") return handler(request);
    if (needed === "unknown")
      throw new StoreUnavailable("database", "the refresh before this request gave no answer");
    const next = isWayBack(request) ? pathname + search : pathname;
    return redirectTo(refreshTrip(next), signsOut ? 307 : 303);
  };
}
