// The round trip that keeps a session going where access and refresh tokens are separate.
// The browser's timer POSTs here; middleware.ts sends page visits and forms through it and back.
import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import { strategy } from "@/auth";
import { findStoreUnavailable } from "@/lib/errors";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { toLocalPath } from "@/lib/http/redirect";
import { answerFaults, json } from "@/lib/http/respond";
import { sessionCookies, standing } from "@/lib/session/cookie";
import { PAUSE, toLastRefresh } from "@/lib/session/refresh/last-refresh";
import type { IssuedSession } from "@/lib/session/strategy";

/**
 * 200 `{ accessExpires }` (ISO 8601), 401 when the session has ended, 503 when it could not be checked. A refusal takes
 * no cookie along: a slow one might meet those of a newer sign-in.
 * With `next`, for a form that was sent with an access token that had ended: goes on there with what was sent.
 */
export const POST = answerFaults(async (request: NextRequest) => {
  if (!isFromThisSite(request)) return refuseForeign(request);
  if (request.nextUrl.searchParams.has("next")) return refreshAndReturn(request, 307);
  const issued = await refresh();
  if (!issued) return json({ error: "unauthenticated", reason: "no-session" }, 401);
  const accessExpires = new Date(issued.accessExpires ?? issued.expires).toISOString();
  return json({ accessExpires });
});

/** Back to the path `next`, signed in or not. */
export const GET = (request: NextRequest) => refreshAndReturn(request, 303);

/** What it came to is noted, so that no one comes again with the same cookie. */
async function refreshAndReturn({ nextUrl }: NextRequest, status: number): Promise<Response> {
  // Without refresh tokens there is nothing to learn here.
  if (strategy.rotate) {
    const { name, value, options } = await trip();
    (await cookies()).set(name, value, options);
  }
  const Location = toLocalPath(nextUrl.searchParams.get("next"), "/");
  return new Response(null, { status, headers: { Location, "Cache-Control": "no-store" } });
}

async function trip() {
  const { cookie: shown = "" } = await inBrowser();
  try {
    const issued = await refresh();
    // No cookie is deleted: this may be a slow answer, and the browser has those of a newer sign-in.
    if (!issued) return toLastRefresh("refused", shown, standing.maxAge);
    const life = ((issued.accessExpires ?? issued.expires) - Date.now()) / 1000;
    return toLastRefresh("unknown", issued.cookie, Math.floor(Math.min(PAUSE, life / 2)));
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    return toLastRefresh("unknown", shown);
  }
}

/** Sets the new pair. Null where there is nothing to refresh, or no refresh token under this strategy. */
async function refresh(): Promise<IssuedSession | null> {
  const held = await inBrowser();
  const issued = (held.refreshToken && (await strategy.rotate?.(held.refreshToken))) || null;
  if (issued) held.set(issued);
  return issued;
}

async function inBrowser() {
  return sessionCookies(strategy.name, { headers: await headers(), cookies: await cookies() });
}
