// The round trip that keeps a session going where access and refresh tokens are separate.
// The browser's timer POSTs here; middleware.ts sends page visits and forms through it and back.
import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import { strategy } from "@/auth";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { isPrefetch } from "@/lib/http/page-visit";
import { toLocalPath } from "@/lib/http/redirect";
import { answerFaults, json, PRIVATE, redirectTo } from "@/lib/http/respond";
import { refreshOnTrip, refreshSession } from "@/lib/session/refresh/refresh";

/**
 * 200 `{ accessExpires }` (ISO 8601), 401 when the session has ended, 503 when it could not be checked. A refusal takes
 * no cookie along: a slow one might meet those of a newer sign-in.
 * With `next`, for a form that was sent with an access token that had ended: goes on there with what was sent.
 */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  // What was sent is for the form, and its size with it: nobody reads it here.
  return request.nextUrl.searchParams.has("next")
    ? refreshAndReturn(request, 307)
    : refreshAndTell(request);
}

const refreshAndTell = answerFaults(async (_request: NextRequest) => {
  const issued = await refreshSession(strategy, await requestParts());
  if (!issued) return json({ error: "unauthenticated", reason: "no-session" }, 401);
  const accessExpires = new Date(issued.accessExpires ?? issued.expires).toISOString();
  return json({ accessExpires });
});

/** Back to the path `next`, signed in or not. A prefetch gets nothing: the visit that may follow makes the trip. */
export async function GET(request: NextRequest): Promise<Response> {
  if (isPrefetch(request.headers)) return new Response(null, { status: 204, headers: PRIVATE });
  return refreshAndReturn(request, 303);
}

/** Without it Next.js would answer with GET, and rotate a refresh token for someone who only looks (RFC 9110 9.2.1). */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { ...PRIVATE, Allow: "GET, POST" } });
}

async function refreshAndReturn({ nextUrl }: NextRequest, status: 303 | 307): Promise<Response> {
  await refreshOnTrip(strategy, await requestParts());
  return redirectTo(toLocalPath(nextUrl.searchParams.get("next"), "/"), status);
}

const requestParts = async () => ({ headers: await headers(), cookies: await cookies() });
