// The round trip that keeps a session going where access and refresh tokens are separate.
// The browser's timer POSTs here; middleware.ts sends a page request through GET and back.
import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import { strategy } from "@/auth";
import { findStoreUnavailable } from "@/lib/errors";
import { isFromThisSite } from "@/lib/origin";
import { toLocalPath } from "@/lib/redirect";
import { refreshCookie, refreshFailed, sessionCookie } from "@/lib/session/cookie";
import { answerFaults, json } from "@/lib/session/respond";
import type { IssuedSession } from "@/lib/session/strategy";

/**
 * 200 `{ accessExpires }` (ISO 8601), 401 when the session has ended, 503 when it could not be checked.
 * A refusal takes no cookie along: a slow one might meet those of a newer sign-in.
 */
export const POST = answerFaults(async (request: NextRequest) => {
  if (!isFromThisSite(request)) return json({ error: "forbidden" }, 403);
  const issued = await refresh();
  if (!issued) return json({ error: "unauthenticated", reason: "no-session" }, 401);
  const accessExpires = new Date(issued.accessExpires ?? issued.expires).toISOString();
  return json({ accessExpires });
});

/**
 * Back to the path `next`, signed in or not: a session that has ended loses its cookies, so it never loops.
 * Without refresh tokens there is nothing to learn here, and a link to it must sign nobody out.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const jar = await cookies();
  try {
    if (strategy.rotate && !(await refresh()))
      for (const { name, options } of await both()) jar.set(name, "", { ...options, maxAge: 0 });
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    jar.set(refreshFailed.name, "1", refreshFailed.options);
  }
  const Location = toLocalPath(request.nextUrl.searchParams.get("next"), "/");
  return new Response(null, { status: 303, headers: { Location, "Cache-Control": "no-store" } });
}

/** Sets the new pair. Null where there is nothing to refresh, or no refresh token under this strategy. */
async function refresh(): Promise<IssuedSession | null> {
  const [access, longer] = await both();
  const jar = await cookies();
  const presented = jar.get(longer.name)?.value;
  const issued = (presented && (await strategy.rotate?.(presented))) || null;
  if (issued) jar.set(access.name, issued.cookie, access.options);
  if (issued?.refreshToken) jar.set(longer.name, issued.refreshToken, longer.options);
  return issued;
}

async function both() {
  const requestHeaders = await headers();
  return [
    sessionCookie(strategy.name, requestHeaders),
    refreshCookie(strategy.name, requestHeaders),
  ] as const;
}
