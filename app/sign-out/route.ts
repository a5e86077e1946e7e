import { signOut } from "@/auth";
import { findStoreUnavailable } from "@/lib/errors";
import { OTHER_USER_PAGE, SHOWN_TO_FIELD } from "@/lib/forms/shown-to";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { redirectTo } from "@/lib/http/respond";
import { getCurrentUser } from "@/lib/session/current";

/**
 * Signs out and loads a new document. Not a server action, because Next.js keeps the last pages in the
 * document (hidden, for the Back button) and in the router's cache: only a new document drops them all.
 * A page of another user than the one who is signed in now ends nothing.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  try {
    const shownTo = new URL(request.url).searchParams.get(SHOWN_TO_FIELD);
    const user = shownTo === null ? null : await getCurrentUser({ passive: true });
    if (user && user.id !== shownTo) return redirectTo(OTHER_USER_PAGE);
    await signOut({ redirect: false });
    return redirectTo("/");
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    // The session could not be ended, so the cookie stays.
    return redirectTo("/account?sign-out=failed");
  }
}
