// Sends guests away from protected pages, keeps the cookies of active users fresh, and gives every page a
// Content-Security-Policy with a nonce.
// It does not authorize: delete this file, and every protected page, action and route still refuses.
// Next.js 16 suggests proxy.ts instead; that one runs on Node.js only, this one on the Edge.
import { type NextRequest, NextResponse } from "next/server";
import { authConfig, isProtected } from "./auth.config";
import { env, sessionPolicy } from "./lib/env";
import { contentSecurityPolicy } from "./lib/http/csp";
import { isHttps } from "./lib/http/origin";
import { isPageVisit, isPrefetch } from "./lib/http/page-visit";
import { PRIVATE } from "./lib/http/respond";
import { refreshPath, sessionCookie } from "./lib/session/cookie";
import { refreshState } from "./lib/session/refresh/outcome";
import { hasSignedOut } from "./lib/session/signed-out";
import { strategies } from "./lib/session/strategies";
import type { Verdict } from "./lib/session/strategy";

const strategy = strategies[env.AUTH_STRATEGY];
const guard = strategy.guard({
  policy: sessionPolicy,
  clock: Date.now,
  secrets: env.AUTH_SECRET,
});

const GUEST: Verdict = { pass: false };

export default async function middleware(request: NextRequest): Promise<NextResponse> {
  const { name, options } = sessionCookie(strategy, request.headers);
  const presented = isOff(request) ? undefined : request.cookies.get(name)?.value;
  const verdict = presented ? await judge(presented, request) : GUEST;
  const mayRenew = isPageVisit(request);

  if (!verdict.pass) {
    const here = request.nextUrl.pathname + request.nextUrl.search;
    const state = verdict.refresh ? await refreshState(`${presented}`, request) : "refused";
    if (state === "due") {
      // A form makes the trip too: method and body come along (RFC 9110 15.4.8).
      if (mayRenew || request.method === "POST")
        return redirect(request, refreshPath, { next: here });
      // Without a page: what a prefetch gets now is shown later, and would show a guest.
      if (isPrefetch(request.headers))
        return new NextResponse(null, { status: 204, headers: PRIVATE });
    }
    // A server action is not sent away from its page: it asks by itself, and says so there.
    const isVisit = request.method === "GET" || request.method === "HEAD";
    if (isVisit && state === "refused" && isProtected(request.nextUrl.pathname))
      return redirect(request, authConfig.pages.signIn, { callbackUrl: here });
  }

  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, isHttps(request.headers));
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const response = isOff(request)
    ? NextResponse.rewrite(new URL("/404", request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  if (mayRenew && verdict.pass && verdict.cookie !== presented) {
    response.cookies.set(name, verdict.cookie, options);
    response.headers.set("Cache-Control", PRIVATE["Cache-Control"]);
  }
  return response;
}

/** A late answer may have brought back the cookie of a session that this browser has signed out of. */
async function judge(cookie: string, request: NextRequest): Promise<Verdict> {
  const verdict = await guard(cookie);
  return verdict.pass && verdict.id && hasSignedOut(verdict.id, request) ? GUEST : verdict;
}

/** Whether it asks for the demo, and there is none: answered like any address that does not exist. */
const isOff = ({ nextUrl }: NextRequest) => !env.DEMO && /^\/demo(\/|$)/.test(nextUrl.pathname);

function redirect({ nextUrl }: NextRequest, pathname: string, query: Record<string, string>) {
  const url = nextUrl.clone();
  url.pathname = pathname;
  url.search = new URLSearchParams(query).toString();
  return NextResponse.redirect(url, { headers: PRIVATE });
}

export const config = {
  // Pages only: route handlers answer for themselves, files need no session. The router's prefetches get what is the
  // same for everyone, from caches too. A router payload without `_rsc` gets a redirect from Next.js first.
  matcher: [
    {
      source: "/((?!api/|\\.well-known/|_next/|favicon.ico|icon.svg).*)",
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "next-router-segment-prefetch" },
        { type: "header", key: "rsc" },
      ],
    },
    {
      source: "/((?!api/|\\.well-known/|_next/|favicon.ico|icon.svg).*)",
      has: [
        { type: "header", key: "rsc" },
        { type: "query", key: "_rsc" },
      ],
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "next-router-segment-prefetch" },
      ],
    },
  ],
};
