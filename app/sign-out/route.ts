import { cookies, headers } from "next/headers";
import { signOut, strategy } from "@/auth";
import { findStoreUnavailable } from "@/lib/errors";
import { OTHER_USER_PAGE, SHOWN_TO_FIELD } from "@/lib/forms/shown-to";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { redirectTo } from "@/lib/http/respond";
import { sessionCookies } from "@/lib/session/cookie";
import { getCurrentUser } from "@/lib/session/current";
import { endSession } from "@/lib/session/lifecycle";
import { needsRefresh, refreshTrip } from "@/lib/session/refresh/refresh";

/**
 * Signs out and loads a new document. Not a server action, because Next.js keeps the last pages in the
 * document (hidden, for the Back button) and in the router's cache: only a new document drops them all.
 * A page of another user than the one who is signed in now ends nothing.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  const parts = { headers: await headers(), cookies: await cookies() };
  try {
    const { pathname, search, searchParams } = new URL(request.url);
    // Only a cookie that is still valid ends a session.
    const needed = await needsRefresh(strategy, parts);
    if (needed === "due") return redirectTo(refreshTrip(pathname + search), 307);
    if (needed === "unknown") return failed();
    const shownTo = searchParams.get(SHOWN_TO_FIELD);
    const user = shownTo === null ? null : await getCurrentUser({ passive: true });
    if (user && user.id !== shownTo) return redirectTo(OTHER_USER_PAGE);
    // Auth.js does nothing for a guest, who may still hold the cookies of another strategy.
    if (sessionCookies(strategy, parts).cookie) await signOut({ redirect: false });
    else await endSession(strategy, parts);
    return redirectTo("/");
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    return failed();
  }
}

/** The session could not be ended, so the cookie stays. */
const failed = () => redirectTo("/account?sign-out=failed");
