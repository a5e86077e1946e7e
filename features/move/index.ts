// Accepts sessions of the strategies in AUTH_STRATEGY_ALSO. If it is unset, every function here returns at once. The rest is
// loaded at the first request that needs it.
import "server-only";
import { NextRequest } from "next/server";
import { env, sessionPolicy } from "../../lib/env";
import { findStoreUnavailable } from "../../lib/errors";
import {
  cookieOptions,
  type RequestParts,
  refreshCookie,
  sessionCookie,
  sessionCookies,
} from "../../lib/session/cookie";
import { type Outcome, PAUSE, toOutcomeCookie } from "../../lib/session/refresh/outcome";
import type { IssuedSession, Session, SessionStrategy } from "../../lib/session/strategy";
import { acceptable, isIssued } from "./accepted";
import { asCookies } from "./program";
import { issuedToPrograms } from "./program-names";
import { clearShown, shownOf } from "./shown";

/** Whether there is anything to accept. */
export const isMoving = (): boolean => env.AUTH_STRATEGY_ALSO.length > 0;
const load = () => import("./running");

/**
 * The strategy of this request's session: `running`, unless this request cannot exchange the session. Exchanges it if it
 * can, and sets its cookies. `passive`: changes nothing. Throws StoreUnavailable.
 */
export async function strategyFor(
  running: SessionStrategy,
  request: RequestParts,
  options?: { passive?: boolean },
): Promise<SessionStrategy> {
  if (!isMoving()) return running;
  return (await load()).move.strategyFor(running, request, options);
}

/** Seconds during which a page visit is not redirected again, while this server may not exchange the session. */
const UNTIL_ALL_MOVE = 60;

/** For a redirect through the refresh route: like strategyFor, but also stores the result. Never throws StoreUnavailable. */
export async function strategyOnTrip(
  running: SessionStrategy,
  request: RequestParts,
): Promise<SessionStrategy> {
  if (!isMoving()) return running;
  const names = env.AUTH_STRATEGY_ALSO;
  const waiting = names.map((name) => shownOf(acceptable[name], request)).find(Boolean);
  const held = () => sessionCookies(running, request).cookie;
  const before = held();
  const note = async (outcome: Outcome, maxAge: number, about = waiting) => {
    const cookie = await toOutcomeCookie(request.headers, outcome, about ?? "", maxAge);
    request.cookies.set(cookie.name, cookie.value, cookie.options);
  };
  if (!waiting) {
    // A server of another strategy sent the visit here, to exchange the cookie that this server issues.
    if (before) await note("unknown", UNTIL_ALL_MOVE, before);
    return strategyFor(running, request);
  }
  try {
    const strategy = await strategyFor(running, request);
    if (strategy !== running) await note("unknown", UNTIL_ALL_MOVE);
    else if (held() === before) await note("refused", cookieOptions.maxAge);
    return strategy;
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    await note("unknown", PAUSE);
    return running;
  }
}

/**
 * For a timer that requests a new access token: the session, if it has no access token any more or got a new one with
 * this request. `shown` is the cookie before strategyFor.
 */
export async function movedSession(
  strategy: SessionStrategy,
  request: RequestParts,
  shown: string | undefined,
): Promise<Session | null> {
  if (!isMoving()) return null;
  const { cookie } = sessionCookies(strategy, request);
  if (!cookie || (strategy.refresh && cookie === shown)) return null;
  return strategy.read(cookie);
}

type Refresh = (strategy: SessionStrategy, request: RequestParts) => Promise<IssuedSession | null>;

/**
 * `refresh` for which a refused session is not the end: another server may have exchanged the session since the browser
 * sent its tokens. Then it sets the new cookies. Throws StoreUnavailable.
 */
export function orExchanged(refresh: Refresh): Refresh {
  if (!isMoving()) return refresh;
  return async (strategy, request) =>
    (await refresh(strategy, request)) ?? (await load()).move.exchangedSince(strategy, request);
}

/** The headers of a request with the new cookie instead of the received one. Auth.js reads them. */
export function headersNow(
  headers: Headers,
  strategy: SessionStrategy,
  cookies: RequestParts["cookies"],
): Headers {
  if (!isMoving()) return headers;
  const { name } = sessionCookie(strategy, headers);
  const value = cookies.get(name)?.value;
  const sent = (headers.get("cookie") ?? "").split(/; */);
  if (!value || sent.includes(`${name}=${value}`)) return headers;
  const others = sent.filter((pair) => pair && !pair.startsWith(`${name}=`));
  const now = new Headers(headers);
  now.set("cookie", [...others, `${name}=${value}`].join("; "));
  return now;
}

/** The same for a request. */
export function requestNow(
  request: NextRequest,
  strategy: SessionStrategy,
  parts: RequestParts,
): NextRequest {
  const headers = headersNow(parts.headers, strategy, parts.cookies);
  return headers === parts.headers ? request : new NextRequest(request, { headers });
}

/**
 * For a program: JSON `{ refreshToken }` or `{ token }` of an accepted strategy is exchanged for a session of the running
 * one. Undefined where there is nothing to exchange, null when that session has ended. Throws StoreUnavailable.
 */
export async function exchangeForProgram(
  running: SessionStrategy,
  { token, refreshToken }: Record<string, unknown>,
  headers: Headers,
): Promise<IssuedSession | null | undefined> {
  if (!isMoving()) return undefined;
  const shown = new Map<string, string>();
  const show = (name: string | undefined, value: unknown) => {
    if (name && typeof value === "string" && isTokenText(value)) shown.set(name, value);
  };
  for (const facts of issuedToPrograms()) {
    show(sessionCookie(facts, headers).name, token);
    show(refreshCookie(facts, headers)?.name, refreshToken);
  }
  if (shown.size === 0) return undefined;
  const { move } = await load();
  return move.exchangeTokens(running, asCookies(headers, shown));
}

/** The form of a token (RFC 6750 2.1). */
const isTokenText = (text: string) => /^[\w.~+/-]+=*$/.test(text);

/** The same strategy, but its "end all" also ends sessions that have not been exchanged yet. */
export function endingAccepted(running: SessionStrategy): SessionStrategy {
  const { revocation } = running;
  if (!isMoving() || !revocation) return running;
  return {
    ...running,
    revocation: {
      ...revocation,
      async endAll(userId, exceptId) {
        await (await load()).move.endAccepted(running, userId, exceptId);
        return revocation.endAll(userId, exceptId);
      },
    },
  };
}

/**
 * For everything that ends all sessions of a user, under a strategy that cannot end sessions: those that have not been
 * exchanged yet end.
 */
export async function endWaiting(
  running: SessionStrategy,
  userId: string,
  exceptId?: string,
): Promise<void> {
  if (!isMoving() || running.revocation) return;
  await (await load()).move.endAccepted(running, userId, exceptId);
}

/**
 * For sessions that have ended in this browser: copies of their cookies cannot be exchanged any more. Also ends the
 * sessions of another app's cookies that this browser still has. Throws StoreUnavailable.
 */
export async function retire(
  ended: { id: string; userId: string }[],
  request: RequestParts,
): Promise<void> {
  if (!isMoving()) return;
  const all = [...ended, ...(await endImported(request))];
  if (!env.DATABASE_URL || all.length === 0) return;
  const { claims } = await import("./claims");
  const at = Date.now() + 1;
  const until = at + sessionPolicy.absoluteMaxAge * 1000;
  for (const session of all) await claims.retire(session, at, until);
}

async function endImported(request: RequestParts): Promise<{ id: string; userId: string }[]> {
  const imported = env.AUTH_STRATEGY_ALSO.map((name) => acceptable[name]).filter(
    (facts) => !isIssued(facts),
  );
  // Both kinds of sessions use the same cookie name, so all are read before one is removed.
  const shown = imported.map((facts) => ({ facts, cookie: shownOf(facts, request) }));
  const ended = [];
  for (const { facts, cookie } of shown) {
    if (!cookie) continue;
    const { assemble } = await import("../../lib/session/assemble");
    const session = await assemble(facts).end(cookie);
    clearShown(facts, request);
    if (session) ended.push(session);
  }
  return ended;
}
