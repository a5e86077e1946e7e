// Refreshing a session, decided in one place for pages, forms, route handlers and Auth.js: whether a refresh may help,
// the trip through the refresh route, and what it came to. A strategy without refresh tokens is answered at once.
import { findStoreUnavailable } from "../../errors";
import { type RequestParts, refreshPath, sessionCookie, sessionCookies, standing } from "../cookie";
import type { IssuedSession, SessionStrategy } from "../strategy";
import { type Outcome, PAUSE, refreshState, toOutcomeCookie } from "./outcome";

/** The address that refreshes and then goes on to `next`, a path of this site. */
export const refreshTrip = (next: string) => `${refreshPath}?${new URLSearchParams({ next })}`;

/**
 * For a request: "due" when its session cookie does not read and a refresh may bring the session back, "unknown" when
 * the last refresh gave no answer, and "no" for everyone else.
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

/** Sets the new pair. Null where there is nothing to refresh. Throws StoreUnavailable. */
export async function refreshSession(
  strategy: SessionStrategy,
  request: RequestParts,
): Promise<IssuedSession | null> {
  const held = sessionCookies(strategy, request);
  const tokens = held.refreshTokens.slice(0, MOST);
  const owner = held.cookie ? await strategy.refresh?.sessionOf(held.cookie) : null;
  // Of several, only the session cookie can say which one is no stranger's.
  if (tokens.length > 1 && !owner) return null;
  for (const token of tokens) {
    const issued = await strategy.refresh?.rotate(token, owner ?? undefined);
    if (!issued) continue;
    held.set(issued);
    return issued;
  }
  return null;
}

/** Refresh tokens that one request may show: each costs a query. */
const MOST = 3;

/** Refreshes on a trip, and notes the outcome, so that no browser comes again with the same cookie. Never throws StoreUnavailable. */
export async function refreshOnTrip(
  strategy: SessionStrategy,
  request: RequestParts,
): Promise<void> {
  // Without refresh tokens there is nothing to learn.
  if (!strategy.refresh) return;
  const { cookie: shown } = sessionCookies(strategy, request);
  // Nobody is sent here without one: a link to this route, and a planted refresh token, sign nobody in.
  if (!shown) return;
  const note = async (outcome: Outcome, cookie: string, maxAge?: number) => {
    const { headers } = request;
    const { name, value, options } = await toOutcomeCookie(headers, outcome, cookie, maxAge);
    request.cookies.set(name, value, options);
  };
  // A trip is for what has expired. Where this server's clock says otherwise, the page is as good as it gets.
  if (await strategy.read(shown)) return note("unknown", shown);
  try {
    const issued = await refreshSession(strategy, request);
    // No cookie is deleted: this may be a late answer, and the browser may hold those of a newer sign-in.
    if (!issued) return await note("refused", shown, standing.maxAge);
    const life = ((issued.accessExpires ?? issued.expires) - Date.now()) / 1000;
    await note("unknown", issued.cookie, Math.floor(Math.min(PAUSE, life / 2)));
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    await note("unknown", shown);
  }
}
