import "server-only";
import { cookies, headers } from "next/headers";
import { strategy as running, signOut } from "@/auth";
import { strategyFor } from "@/features/move";
import { signedInRecently } from "../../lib/accounts/recent-sign-in";
import { findStoreUnavailable } from "../../lib/errors";
import { OTHER_USER_PAGE, SHOWN_TO_FIELD } from "../../lib/forms/shown-to";
import { refuseForeign } from "../../lib/http/foreign";
import { isFromThisSite } from "../../lib/http/origin";
import { redirectTo } from "../../lib/http/respond";
import { getSession } from "../../lib/session/current";
import { needsRefresh, refreshTrip } from "../../lib/session/refresh/refresh";
import { signInAgainPath } from "../../lib/session/require-recent";
import { deleteAccount } from "./delete-account";

const PAGE = "/account/delete";
const failed = (why: "last-admin" | "unavailable") => redirectTo(`${PAGE}?failed=${why}`);

/** A plain form post that loads a new document, for the reasons of app/sign-out/route.ts. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  try {
    const { pathname, search, searchParams } = new URL(request.url);
    const parts = { headers: await headers(), cookies: await cookies() };
    const strategy = await strategyFor(running, parts);
    const needed = await needsRefresh(strategy, parts);
    if (needed === "due") return redirectTo(refreshTrip(pathname + search), 307);
    if (needed === "unknown") return failed("unavailable");
    const session = await getSession({ fresh: true });
    if (!session) return redirectTo(`/sign-in?${new URLSearchParams({ callbackUrl: PAGE })}`);
    if (session.user.id !== searchParams.get(SHOWN_TO_FIELD)) return redirectTo(OTHER_USER_PAGE);
    if (!(await signedInRecently(running, session))) return redirectTo(signInAgainPath(PAGE));
    const outcome = await deleteAccount(session.user.id, running.revocation);
    if (outcome === "last-admin") return failed(outcome);
    await signOut({ redirect: false });
    return redirectTo("/account-deleted");
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    return failed("unavailable");
  }
}
