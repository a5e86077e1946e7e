import type { NextRequest } from "next/server";
import { isWayBack } from "../../authjs/handlers";
import { StoreUnavailable } from "../../errors";
import { refreshPath, sessionCookie } from "../cookie";
import type { SessionStrategy } from "../strategy";
import { lastRefresh } from "./last-refresh";

/**
 * Where Auth.js asks who is signed in and the access token has ended, the request goes by way of the refresh: its
 * session route, and the way back from a provider, which may connect an account to whoever is signed in. Both come
 * back as a GET. `update()` goes the same way: a rotation reads the user anew.
 */
export function refreshFirst(
  strategy: SessionStrategy,
  handler: (request: NextRequest) => Promise<Response>,
) {
  return async (request: NextRequest): Promise<Response> => {
    const { pathname, search } = request.nextUrl;
    const asks = pathname.endsWith("/session") || isWayBack(request);
    const cookie = request.cookies.get(sessionCookie(strategy.name, request.headers).name)?.value;
    if (!strategy.rotate || !asks || !cookie || (await strategy.read(cookie)))
      return handler(request);
    const outcome = await lastRefresh(cookie, request.cookies);
    if (outcome === "refused") return handler(request);
    if (outcome === "unknown")
      throw new StoreUnavailable("database", "the refresh before this request gave no answer");
    const next = isWayBack(request) ? pathname + search : pathname;
    const Location = `${refreshPath}?${new URLSearchParams({ next })}`;
    return new Response(null, { status: 303, headers: { Location, "Cache-Control": "no-store" } });
  };
}
