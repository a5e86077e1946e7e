// The door that app code uses: who is signed in, for pages, actions and route handlers alike.
// get* may answer null, require* never does. A store that is down throws StoreUnavailable from all.
import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { connection } from "next/server";
import { cache } from "react";
import { strategy } from "@/auth";
import { StoreUnavailable } from "../errors";
import { isPrefetch } from "../http/page-visit";
import { json } from "../http/respond";
import { timeAuth } from "../http/timing";
import { sessionCookies } from "./cookie";
import { needsRefresh, refreshTrip } from "./refresh/refresh";
import { hasSignedOut } from "./signed-out";
import type { ReadOptions, Role, Session, SessionUser } from "./strategy";

interface Asking extends ReadOptions {
  /** Only look: this is no activity, and renews nothing. */
  passive?: boolean;
}

/** One answer per render, however many components ask. */
const readSession = cache(async (fresh: boolean, passive: boolean): Promise<Session | null> => {
  // Without it Next.js begins to render a page before the request is its own, and the session is asked twice.
  await connection();
  const held = await sessionInBrowser();
  const shown = held.cookie;
  if (!shown) return null;
  const request = await requestParts();
  if (passive || isPrefetch(request.headers)) {
    const session = await strategy.read(shown, { fresh });
    return session && hasSignedOut(session.id, request) ? null : session;
  }
  const renewed = await timeAuth(() => strategy.renew(shown, { fresh }));
  if (!renewed && (await needsRefresh(strategy, request)) === "unknown")
    throw new StoreUnavailable("database", "the refresh before this request gave no answer");
  if (!renewed || hasSignedOut(renewed.id, request)) return null;
  const { cookie, ...session } = renewed;
  try {
    if (cookie !== shown) held.set({ cookie });
  } catch {} // In a page, which cannot set cookies: middleware.ts has done it.
  return session;
});

/** Whether a refresh may bring the session back. Then nobody is sent to sign in. */
export async function awaitsRotation(): Promise<boolean> {
  return (await needsRefresh(strategy, await requestParts())) === "due";
}

/** The value of the session cookie, checked by nobody yet. */
export async function getSessionCookie(): Promise<string | undefined> {
  return (await sessionInBrowser()).cookie;
}

async function sessionInBrowser() {
  return sessionCookies(strategy, await requestParts());
}

const requestParts = async () => ({ headers: await headers(), cookies: await cookies() });

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

/** Like `requireSession`, for the user alone. */
export async function requireUser(returnTo: string, options?: Asking): Promise<SessionUser> {
  return (await requireSession(returnTo, options)).user;
}

/** A user who has `role` in the database now, whatever an older cookie says; a 404 for anyone else (ASVS 8.3.2). */
export async function requireRole(role: Role, returnTo: string): Promise<SessionUser> {
  const user = await requireUser(returnTo, { fresh: true });
  if (user.role !== role) notFound();
  return user;
}

/**
 * For route handlers: 401, with a reason for programs: `access-token-expired` (POST /api/session/refresh,
 * then ask again) or `no-session` (sign in).
 */
export async function unauthenticated(headers?: Record<string, string>): Promise<Response> {
  const reason = (await awaitsRotation()) ? "access-token-expired" : "no-session";
  return json({ error: "unauthenticated", reason }, 401, headers);
}
