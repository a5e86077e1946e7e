// A browser in front of Auth.js: it keeps cookies, fetches the CSRF token, and posts what a form or
// next-auth/react would. Auth.js is the real one, configured as auth.ts does it, for any strategy.
import { randomInt } from "node:crypto";
import { NextRequest } from "next/server";
import { answerRoute } from "@/lib/authjs/answer";
import { mendHandler } from "@/lib/authjs/handlers";
import { refreshFirst } from "@/lib/authjs/refresh-first";
import {
  outcomeCookie,
  type RequestParts,
  refreshCookie,
  refreshPath,
  sessionCookie,
} from "@/lib/session/cookie";
import { refreshOnTrip } from "@/lib/session/refresh/refresh";
import type { StrategyName } from "@/lib/session/strategies";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { addUser } from "./database";
import { passProvider } from "./oidc";
import { secrets } from "./sessions";
import { setUp } from "./strategies";

export const password = "correct horse battery staple";

/** A request of a browser that holds nothing, and keeps nothing. */
export const withoutCookies = (headers: Headers): RequestParts => ({
  headers,
  cookies: { get: () => undefined, set: () => {} },
});

export interface BrowserOptions {
  origin?: string;
  /** Without one, Auth.js has no adapter. */
  database?: boolean;
  /** That of the strategy, where a test turns it. */
  clock?: () => number;
}

interface Post {
  /** Sent as a form, unless `json`. The CSRF token is added. */
  fields?: Record<string, unknown>;
  json?: boolean;
  /** As a plain form would: the answer is a redirect, not JSON with a URL. */
  plain?: boolean;
  withoutCsrfToken?: boolean;
}

export function createBrowser(strategy: SessionStrategy, options: BrowserOptions = {}) {
  const { origin = "http://localhost:3000", database = true, clock } = options;
  const { protocol, host } = new URL(origin);
  const standing = new Headers({
    host,
    "x-forwarded-proto": protocol.slice(0, -1),
    // A network of its own (RFC 3849), so that no test uses up the attempts of another.
    "x-forwarded-for": `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`,
    "user-agent": "Test/1.0",
  });
  const { name: cookieName } = sessionCookie(strategy, standing);
  const jar = new Map<string, string>();

  const refreshName = refreshCookie(strategy, standing)?.name ?? "";

  async function authjs(request: NextRequest): Promise<Response> {
    const own: string[] = [];
    const parts: RequestParts = {
      headers: request.headers,
      cookies: {
        get: (name) => request.cookies.get(name),
        set: (name, value, { path, maxAge, secure }) =>
          own.push(
            `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly${secure ? "; Secure" : ""}`,
          ),
      },
    };
    const change = { secret: secrets, ...(database ? {} : { adapter: undefined }) };
    const response = await answerRoute(strategy, request, parts, { clock, change });
    for (const cookie of own) response.headers.append("set-cookie", cookie);
    return response;
  }
  /** As the app serves it. */
  const mended = mendHandler(refreshFirst(strategy, authjs));

  function toRequest(
    path: string,
    init: { method?: string; body?: string; headers?: object } = {},
  ) {
    const headers = new Headers(standing);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
    for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value);
    return new NextRequest(`${origin}/api/auth/${path}`, { ...init, headers });
  }

  /** As browsers do it, which ignore a cookie that its name's prefix promises to be Secure and is not. */
  function keepCookies(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/^__(Secure|Host)-/.test(name) && !/; *secure/i.test(cookie)) continue;
      if (value === "" || /max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** A request, and where its answer leads through /api/session/refresh, that trip and the way back. */
  async function send(request: NextRequest): Promise<Response> {
    const { method } = request;
    const body = await request.clone().text();
    const response = keepCookies(await mended(request));
    // #region refresh
    const location = new URL(response.headers.get("location") ?? "", origin);
    if (location.pathname === refreshPath) {
      const trip = keepCookies(await refresh());
      const next = location.searchParams.get("next")?.replace("/api/auth/", "") ?? "";
      const headers = Object.fromEntries(
        ["content-type", "x-auth-return-redirect"].map((name) => [
          name,
          request.headers.get(name) ?? "",
        ]),
      );
      const back = response.status === 307 ? { method, body, headers } : {};
      const answer = keepCookies(await mended(toRequest(next, back)));
      const { name: outcome } = outcomeCookie(standing);
      if (jar.get(outcome)?.startsWith("unknown.")) jar.delete(outcome); // it lasts some seconds only
      for (const cookie of trip.headers.getSetCookie()) answer.headers.append("set-cookie", cookie);
      return answer;
    }
    // #endregion
    return response;
  }

  // #region refresh
  /** The trip of the refresh route, which itself runs inside of Next.js only; tests/e2e has that. */
  async function refresh(): Promise<Response> {
    const trip = new Response();
    const request = toRequest("session");
    await refreshOnTrip(strategy, {
      headers: request.headers,
      cookies: {
        get: (name) => request.cookies.get(name),
        set: (name, value) =>
          trip.headers.append("set-cookie", `${name}=${value}; Path=/; HttpOnly; Secure`),
      },
    });
    return trip;
  }
  // #endregion

  async function toPost(path: string, { fields, json, plain, withoutCsrfToken }: Post = {}) {
    const token = withoutCsrfToken ? {} : { csrfToken: await csrfToken() };
    const all = { ...token, ...fields };
    return toRequest(path, {
      method: "POST",
      body: json
        ? JSON.stringify(all)
        : new URLSearchParams(all as Record<string, string>).toString(),
      headers: {
        "content-type": json ? "application/json" : "application/x-www-form-urlencoded",
        ...(plain ? {} : { "x-auth-return-redirect": "1" }),
      },
    });
  }

  async function csrfToken(): Promise<string> {
    const response = keepCookies(await mended(toRequest("csrf")));
    return ((await response.json()) as { csrfToken: string }).csrfToken;
  }

  const browser = {
    cookieName,
    /** All its cookies, by name, to be looked at and meddled with. */
    jar,
    /** The session cookie that it holds. */
    get cookie() {
      return jar.get(cookieName) ?? "";
    },
    /** The refresh token that it holds, under strategies that have one. */
    get refreshToken() {
      return jar.get(refreshName);
    },
    get: async (path: string, headers = {}) => send(toRequest(path, { headers })),
    post: async (path: string, post?: Post) => send(await toPost(path, post)),
    /** The same, with nothing of ours around Auth.js. */
    getBare: (path: string) => authjs(toRequest(path)),
    postBare: async (path: string, post?: Post) => authjs(await toPost(path, post)),

    signIn: (user: SessionUser, fields: Record<string, string> = {}) =>
      browser.post("callback/credentials", {
        fields: { email: user.email ?? "", password, ...fields },
      }),
    signOut: (fields: Record<string, string> = {}) => browser.post("signout", { fields }),
    /** Sets out for the provider, as next-auth/react does. Where the provider's part begins. */
    async startTrip(callbackUrl = "/account"): Promise<string> {
      const response = await browser.post("signin/oidc", { fields: { callbackUrl } });
      return ((await response.json()) as { url: string }).url;
    },
    /** Comes back from the provider, at `url`. */
    comeBack: (url: string) => browser.get(url.slice(`${origin}/api/auth/`.length)),
    /** Signs in at the provider as `login`, and comes back. */
    async signInThroughProvider(login: string): Promise<Response> {
      const back = `${origin}/api/auth/callback/oidc`;
      return browser.comeBack(await passProvider(await browser.startTrip(), login, back));
    },
    /** What update(data) of next-auth/react sends. */
    update: (data: unknown) => browser.post("session", { json: true, fields: { data } }),
    async session(): Promise<unknown> {
      return (await browser.get("session")).json();
    },
  };
  return browser;
}

/** The Set-Cookie headers for the cookie of that name, its chunks included. */
export function sentCookies(response: Response, name: string): string[] {
  return response.headers.getSetCookie().filter((cookie) => cookie.startsWith(name));
}

/** A user who has signed in through Auth.js; `held` is what the browser has of the session. */
export async function signedIn(name: StrategyName) {
  const { strategy, clock } = setUp(name);
  const browser = createBrowser(strategy);
  const user = await addUser({ password });
  await browser.signIn(user);
  const { cookie, refreshToken } = browser;
  const session = await strategy.read(cookie);
  if (!session) throw new Error("Not signed in");
  return {
    strategy,
    clock,
    browser,
    user,
    session,
    cookie,
    held: { ...session, cookie, refreshToken },
  };
}
