// Functions with which pages, actions and route handlers find out who is signed in.
// get* may return null, require* never does. All of them throw StoreUnavailable when a store is down.
import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { connection } from "next/server";
import { cache } from "react";
import { strategy as running } from "@/auth";
import { challenge, withBearer } from "@/features/bearer/request";
import { strategyFor } from "@/features/move";
import { StoreUnavailable } from "../errors";
import { offerRenewal, onlyLooks, watched } from "../http/renewal";
import { json } from "../http/respond";
import { timeAuth } from "../http/timing";
import { sessionCookies } from "./cookie";
import { needsRefresh, refreshTrip } from "./refresh/refresh";
import { hasSignedOut } from "./signed-out";
import type { ReadOptions, Role, Session, SessionUser } from "./strategy";

interface Asking extends ReadOptions {
  /** Reading does not count as activity, and renews nothing. */
  passive?: boolean;
}

/** One answer per render, however many components ask. */
const readSession = cache(async (fresh: boolean, passive: boolean): Promise<Session | null> => {
  // Without it, Next.js prerenders the page before the request is available, and reads the session twice.
  await connection();
  const request = await requestParts();
  const looks = passive || onlyLooks(request.headers);
  const strategy = await strategyFor(running, request, { passive: looks });
  const held = sessionCookies(strategy, request);
  const shown = held.cookie;
  if (!shown) return null;
  if (looks) {
    const session = await strategy.read(shown, { fresh });
    return session && hasSignedOut(session.id, request) ? null : session;
  }
  const renewed = await timeAuth(() => strategy.renew(shown, { fresh }));
  if (!renewed && (await needsRefresh(strategy, request)) === "unknown")
    throw new StoreUnavailable("database", "the refresh before this request gave no answer");
  if (!renewed || hasSignedOut(renewed.id, request)) return null;
  const { cookie, ...session } = renewed;
  try {
    if (cookie !== shown) offerRenewal(() => held.set({ cookie, short: session.short }));
  } catch {} // A page cannot set cookies: middleware.ts has set it already.
  return session;
});

/** Whether a refresh may restore the session. Then nobody is redirected to the sign-in page. */
export async function awaitsRotation(): Promise<boolean> {
  const request = await requestParts();
  const strategy = await strategyFor(running, request, { passive: true });
  return (await needsRefresh(strategy, request)) === "due";
}

/** When (ms) the session expires that a refresh would restore; null if there is none. Changes nothing. */
export async function expiryAfterRefresh(): Promise<number | null> {
  const request = await requestParts();
  const strategy = await strategyFor(running, request, { passive: true });
  const { cookie } = sessionCookies(strategy, request);
  return (cookie && (await strategy.refresh?.expiryOf(cookie))) || null;
}

/** The value of the session cookie, or the token that a program sent. Not verified. */
export async function getSessionCookie(): Promise<string | undefined> {
  return sessionCookies(running, await requestParts()).cookie;
}

const requestParts = async () =>
  withBearer(running, { headers: await headers(), cookies: watched(await cookies()) });

export function getSession({
  fresh = false,
  passive = false,
}: Asking = {}): Promise<Session | null> {
  return readSession(fresh, passive);
}

export async function getCurrentUser(options?: Asking): Promise<SessionUser | null> {
  const session = await getSession(options);
  return session?.user ?? null;
}

/** The session, or a redirect to the sign-in page that leads back to `returnTo` afterwards. */
export async function requireSession(returnTo: string, options?: Asking): Promise<Session> {
  const session = await getSession(options);
  if (session) return session;
  if (await awaitsRotation()) redirect(refreshTrip(returnTo));
  redirect(`/sign-in?${new URLSearchParams({ callbackUrl: returnTo })}`);
}

/** @public Like `requireSession`, but returns only the user. */
export async function requireUser(returnTo: string, options?: Asking): Promise<SessionUser> {
  return (await requireSession(returnTo, options)).user;
}

// #region postgres
/** @public The user, if the database says that they have `role` now. 404 for everyone else (ASVS 8.3.2). */
export async function requireRole(role: Role, returnTo: string): Promise<SessionUser> {
  const user = await requireUser(returnTo, { fresh: true });
  if (user.role !== role) notFound();
  return user;
}
// #endregion

/**
 * For route handlers: 401, with a reason for programs: `access-token-expired` (POST /api/session/refresh,
 * then ask again) or `no-session` (sign in).
 */
export async function unauthenticated(more?: Record<string, string>): Promise<Response> {
  const reason = (await awaitsRotation()) ? "access-token-expired" : "no-session";
  return json({ error: "unauthenticated", reason }, 401, challenge(await headers(), more));
}
