import type { NextRequest } from "next/server";
import { StoreUnavailable } from "../errors";
import { redirectTo } from "../http/respond";
import { needsRefresh, refreshTrip } from "../session/refresh/refresh";
import type { SessionStrategy } from "../session/strategy";
import { isWayBack } from "./handlers";

/**
 * If the access token has expired, requests to these Auth.js routes are first redirected through the refresh route: the
 * session route, and a provider's redirect, which may connect an account to the signed-in user. Both return as a GET.
 * So does `update()`, because a rotation reads the user again. A sign-out is redirected too, because it must prove
 * whose session it ends; it returns as a POST with its body.
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
