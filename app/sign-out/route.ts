import { cookies, headers } from "next/headers";
import { strategy as running, signOut } from "@/auth";
import { strategyFor } from "@/features/move";
import { providerLogoutUrl } from "@/features/provider-logout/leave";
import { findStoreUnavailable } from "@/lib/errors";
import { OTHER_USER_PAGE, SHOWN_TO_FIELD } from "@/lib/forms/shown-to";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { redirectTo } from "@/lib/http/respond";
import { sessionCookies } from "@/lib/session/cookie";
import { getSession } from "@/lib/session/current";
import { endSession } from "@/lib/session/lifecycle";
import { needsRefresh, refreshTrip } from "@/lib/session/refresh/refresh";

/**
 * Signs out and loads a new document. Not a server action, because Next.js keeps the last pages in the
 * document (hidden, for the Back button) and in the router's cache: only a new document removes them all.
 * A page of another user than the current one does not end the session.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  const parts = { headers: await headers(), cookies: await cookies() };
  try {
    const strategy = await strategyFor(running, parts);
    const { pathname, search, searchParams } = new URL(request.url);
    // Only a cookie that is still valid ends a session.
    const needed = await needsRefresh(strategy, parts);
    if (needed === "due") return redirectTo(refreshTrip(pathname + search), 307);
    if (needed === "unknown") return failed();
    const shownTo = searchParams.get(SHOWN_TO_FIELD);
    const session = await getSession({ passive: true });
    if (session && shownTo !== null && session.user.id !== shownTo)
      return redirectTo(OTHER_USER_PAGE);
    // Auth.js does nothing for a guest, but the browser may still have other cookies of a session.
    if (sessionCookies(strategy, parts).cookie) await signOut({ redirect: false });
    else await endSession(strategy, parts);
    return redirectTo((await providerLogoutUrl(session, parts.headers)) ?? "/");
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    return failed();
  }
}

/** The session could not be ended, so the cookie stays. */
const failed = () => redirectTo("/account?sign-out=failed");
