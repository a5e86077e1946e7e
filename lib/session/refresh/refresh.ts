// Refreshing a session, decided in one place for pages, forms, route handlers and Auth.js: whether a refresh may help,
// the trip through the refresh route, and its result. For a strategy without refresh tokens, each function returns at once.
import { findStoreUnavailable } from "../../errors";
import {
  cookieOptions,
  type RequestParts,
  refreshPath,
  sessionCookie,
  sessionCookies,
} from "../cookie";
import type { IssuedSession, SessionStrategy } from "../strategy";
import { type Outcome, PAUSE, refreshState, toOutcomeCookie } from "./outcome";

/** The URL that refreshes and then redirects to `next`, a path of this site. */
export const refreshTrip = (next: string) => `${refreshPath}?${new URLSearchParams({ next })}`;

/**
 * For a request: "due" when its session cookie is not valid and a refresh may restore the session, "unknown" when the
 * last refresh gave no answer, and otherwise "no".
 */
export async function needsRefresh(
  strategy: SessionStrategy,
  request: { headers: Headers; cookies: Pick<RequestParts["cookies"], "get"> },
): Promise<"due" | "unknown" | "no"> {
  const cookie = request.cookies.get(sessionCookie(strategy, request.headers).name)?.value;
  if (!strategy.refresh || !cookie || (await strategy.read(cookie))) return "no";
  const state = await refreshState(cookie, request);
  return state === "refused" ? "no" : state;
}

/** Sets the new pair. Null if there is nothing to refresh. Throws StoreUnavailable. */
export async function refreshSession(
  strategy: SessionStrategy,
  request: RequestParts,
): Promise<IssuedSession | null> {
  const held = sessionCookies(strategy, request);
  const tokens = held.refreshTokens.slice(0, MOST);
  const owner = held.cookie ? await strategy.refresh?.sessionOf(held.cookie) : null;
  // If there are several, only the session cookie tells which one belongs to this session.
  if (tokens.length > 1 && !owner) return null;
  for (const token of tokens) {
    const issued = await strategy.refresh?.rotate(token, owner ?? undefined);
    if (!issued) continue;
    held.set(issued);
    return issued;
  }
  return null;
}

/** The maximum number of refresh tokens in one request, because each costs a query. */
const MOST = 3;

/** Refreshes during a trip, and stores the result, so that the browser does not repeat it with the same cookie. Never throws StoreUnavailable. */
export async function refreshOnTrip(
  strategy: SessionStrategy,
  request: RequestParts,
  refresh = refreshSession,
): Promise<void> {
  // Without refresh tokens there is nothing to do.
  if (!strategy.refresh) return;
  const { cookie: shown } = sessionCookies(strategy, request);
  // The app never redirects here without a session cookie. So a link to this route with a planted refresh token signs nobody in.
  if (!shown) return;
  const note = async (outcome: Outcome, cookie: string, maxAge?: number) => {
    const { headers } = request;
    const { name, value, options } = await toOutcomeCookie(headers, outcome, cookie, maxAge);
    request.cookies.set(name, value, options);
  };
  // A trip is only for expired tokens. If the token is valid by this server's clock, go on to the page.
  if (await strategy.read(shown)) return note("unknown", shown);
  try {
    const issued = await refresh(strategy, request);
    // Delete no cookies: this may be a late answer, and the browser may have those of a newer sign-in.
    if (!issued) return await note("refused", shown, cookieOptions.maxAge);
    const life = ((issued.accessExpires ?? issued.expires) - Date.now()) / 1000;
    await note("unknown", issued.cookie, Math.floor(Math.min(PAUSE, life / 2)));
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    await note("unknown", shown);
  }
}
