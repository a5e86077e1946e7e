// Refreshes a session with separate access and refresh tokens.
// The browser's timer POSTs here. middleware.ts redirects page visits and forms here, and they are redirected back.
import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import { strategy as running } from "@/auth";
import { refreshByJson } from "@/features/bearer/refresh";
import { movedSession, orExchanged, strategyFor, strategyOnTrip } from "@/features/move";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { isPrefetch } from "@/lib/http/page-visit";
import { PRIVATE } from "@/lib/http/private";
import { toLocalPath } from "@/lib/http/redirect";
import { answerFaults, json, redirectTo } from "@/lib/http/respond";
import { sessionCookies } from "@/lib/session/cookie";
import { refreshOnTrip, refreshSession } from "@/lib/session/refresh/refresh";

/**
 * 200 `{ accessExpires }` (ISO 8601), 401 when the session has ended, 503 when it could not be checked. A refusal deletes
 * no cookies: a slow answer might delete those of a newer sign-in.
 * A program sends and gets its tokens as JSON (features/bearer/refresh.ts).
 * With `next`, for a form that was sent with an expired access token: redirects there with the form's data.
 */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  // The body is for the form's own route. It is not read here, so its size does not matter.
  return request.nextUrl.searchParams.has("next")
    ? refreshAndReturn(request, 307)
    : refreshAndTell(request);
}

const refreshAndTell = answerFaults(async (asked: NextRequest) => {
  const byJson = await refreshByJson(running, asked);
  if (byJson) return byJson;
  const request = await requestParts();
  const shown = sessionCookies(running, request).cookie;
  const strategy = await strategyFor(running, request);
  const issued =
    (await movedSession(strategy, request, shown)) ??
    (await orExchanged(refreshSession)(strategy, request));
  if (!issued) return json({ error: "unauthenticated", reason: "no-session" }, 401);
  const accessExpires = new Date(issued.accessExpires ?? issued.expires).toISOString();
  return json({ accessExpires });
});

/** Redirects to the path `next`, signed in or not. A prefetch gets nothing: a later visit makes the trip. */
export async function GET(request: NextRequest): Promise<Response> {
  if (isPrefetch(request.headers)) return new Response(null, { status: 204, headers: PRIVATE });
  return refreshAndReturn(request, 303);
}

/** Without it Next.js would answer with GET, and rotate a refresh token for a safe method (RFC 9110 9.2.1). */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { ...PRIVATE, Allow: "GET, POST" } });
}

async function refreshAndReturn({ nextUrl }: NextRequest, status: 303 | 307): Promise<Response> {
  const request = await requestParts();
  await refreshOnTrip(await strategyOnTrip(running, request), request, orExchanged(refreshSession));
  return redirectTo(toLocalPath(nextUrl.searchParams.get("next"), "/"), status);
}

const requestParts = async () => ({ headers: await headers(), cookies: await cookies() });
