// Redirects guests from protected pages to sign in, renews the cookies of active users, and gives every page a
// Content-Security-Policy with a nonce.
// It does not authorize: without this file, every protected page, action and route still refuses.
// Next.js 16 suggests proxy.ts instead; that one runs on Node.js only, this one on the Edge.
import { type NextRequest, NextResponse } from "next/server";
import { authConfig, isProtected } from "./auth.config";
import { waitingCookie } from "./features/move/waiting";
import { env, sessionPolicy } from "./lib/env";
import { contentSecurityPolicy } from "./lib/http/csp";
import { fillInOrigin, isHttps } from "./lib/http/origin";
import { isPageVisit, isPrefetch } from "./lib/http/page-visit";
import { PRIVATE } from "./lib/http/private";
import { lasting, refreshPath, sessionCookie } from "./lib/session/cookie";
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
  const isNowhere = isOff(request) || isMalformed(request);
  const presented = isNowhere ? undefined : request.cookies.get(name)?.value;
  const verdict = presented ? await judge(presented, request) : GUEST;
  const mayRenew = isPageVisit(request);

  if (!verdict.pass) {
    const here = request.nextUrl.pathname + request.nextUrl.search;
    const waiting = verdict.refresh ? presented : await waitingCookie(request);
    const state = waiting ? await refreshState(waiting, request) : "refused";
    if (state === "due") {
      // A form is redirected too: 307 keeps its method and body (RFC 9110 15.4.8).
      if (mayRenew || request.method === "POST")
        return redirect(request, refreshPath, { next: here });
      // Prefetches get no page, because their result is shown later and would show a guest.
      if (isPrefetch(request.headers))
        return new NextResponse(null, { status: 204, headers: PRIVATE });
    }
    // A server action is not redirected: it checks the session itself, and reports on its page.
    const isVisit = request.method === "GET" || request.method === "HEAD";
    if (isVisit && state === "refused" && !isNowhere && isProtected(request.nextUrl.pathname))
      return redirect(request, authConfig.pages.signIn, { callbackUrl: here });
  }

  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, isHttps(request.headers));
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  fillInOrigin(headers);
  const response = isNowhere
    ? NextResponse.rewrite(new URL("/404", request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  if (mayRenew && verdict.pass && verdict.cookie !== presented) {
    response.cookies.set(name, verdict.cookie, lasting(options, verdict.short));
    response.headers.set("Cache-Control", PRIVATE["Cache-Control"]);
  }
  return response;
}

/** A late answer may have restored the cookie of a session that this browser has signed out of. */
async function judge(cookie: string, request: NextRequest): Promise<Verdict> {
  const verdict = await guard(cookie);
  return verdict.pass && verdict.id && hasSignedOut(verdict.id, request) ? GUEST : verdict;
}

/** Whether the request is for the demo, and the demo is off: it is answered like an unknown address. */
const isOff = ({ nextUrl }: NextRequest) => !env.DEMO && /^\/demo(\/|$)/.test(nextUrl.pathname);

/** Whether its path cannot be decoded. Next.js would answer 500 where a folder of the route is dynamic. */
function isMalformed({ nextUrl }: NextRequest): boolean {
  try {
    decodeURIComponent(nextUrl.pathname);
    return false;
  } catch {
    return true;
  }
}

function redirect({ nextUrl }: NextRequest, pathname: string, query: Record<string, string>) {
  const url = nextUrl.clone();
  url.pathname = pathname;
  url.search = new URLSearchParams(query).toString();
  return NextResponse.redirect(url, { headers: PRIVATE });
}

export const config = {
  // Pages only: route handlers check the session themselves, files need no session. The router's prefetches get what is the
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
    // Every path that may be impossible to decode: with a percent sign that does not encode an ASCII character.
    { source: "/(.*%(?![0-7][\\da-fA-F]).*)" },
  ],
};
